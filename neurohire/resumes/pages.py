"""One page of a PDF as a picture with its text, inside a worker: nobody's browser ever opens the file."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image

from neurohire.errors import DomainError
from neurohire.resumes import hidden_text
from neurohire.resumes.pdf import MAX_PAGES, open_pdf
from neurohire.resumes.receive import DAMAGED, reject
from neurohire.resumes.text import clean
from neurohire.vocabulary import RejectionCode

WIDTH = 1400  # of the picture: sharp at twice the width of the panel, legible when zoomed
MAX_PIXELS = 6_000_000
MAX_SIDE = 8_000  # of a page that is a long strip
MAX_TEXT = 20_000
QUALITY = 84
NO_PAGE = "This document has no such page."


class PagePicture(NamedTuple):
    """A rendered page; `text` is what a reader would see, for those who listen to it."""

    webp: bytes
    width: int
    height: int
    text: str
    pages: int  # of the document, as many as are shown


def render_page(path: str, index: int) -> PagePicture:
    """Rejected when it can't be shown; anything a parser stumbles over is a damaged file."""
    try:
        document = open_pdf(Path(path))
        pages = min(len(document), MAX_PAGES)
        if not 0 <= index < pages:
            raise reject(RejectionCode.UNREADABLE, NO_PAGE)
        page = document[index]
        picture = _picture(page)
        return PagePicture(_packed(picture), picture.width, picture.height, _text(page), pages)
    except (DomainError, MemoryError):
        raise
    except Exception as error:
        raise reject(RejectionCode.UNREADABLE, DAMAGED) from error


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise reject(RejectionCode.UNREADABLE, DAMAGED)
    scale = min(WIDTH / width, math.sqrt(MAX_PIXELS / (width * height)), MAX_SIDE / height)
    image: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return image.convert("RGB")


def _packed(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "WEBP", quality=QUALITY, method=2)
    return content.getvalue()


def _text(page: pypdfium2.PdfPage) -> str:
    try:
        text_page = page.get_textpage()
        text: str = text_page.get_text_range()
        found = hidden_text.inspect(page, text_page, text)
    except pypdfium2.PdfiumError:
        return ""
    return clean((found.visible if found.hidden else text)[: 2 * MAX_TEXT])[:MAX_TEXT]
