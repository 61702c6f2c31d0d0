"""Text of picture pages through tesseract, when it is installed."""

from __future__ import annotations

import functools
import io
import math
import re
from pathlib import Path

import pypdfium2
from PIL import Image

from neurohire.resumes.pdf import open_pdf
from neurohire.resumes.programs import is_installed, run_program

DPI = 300
MAX_PIXELS = 16_000_000
MAX_LANGUAGES = 5
Image.MAX_IMAGE_PIXELS = 40_000_000


def can_read_pictures() -> bool:
    return is_installed("tesseract")


def read_page_picture(path: Path, index: int) -> str:
    """Raises ProgramTooSlow when the task's time is nearly over; an unreadable page is empty."""
    try:
        picture = _picture(open_pdf(path)[index])
    except pypdfium2.PdfiumError:
        return ""
    content = io.BytesIO()
    picture.save(content, "PNG", compress_level=1, dpi=(DPI, DPI))
    arguments = ["tesseract", "stdin", "stdout", "-l", _languages(), "--psm", "3"]
    code, output, _ = run_program(arguments, content.getvalue())
    text = output.decode("utf-8", "replace").replace("\x0c", "\n") if code == 0 else ""
    return re.sub(r"\bC ?\+ ?\+", "C++", text)  # read with gaps in nearly every scan


def _picture(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(DPI / 72, math.sqrt(MAX_PIXELS / max(1.0, width * height)))
    image: Image.Image = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
    return image.convert("L")


@functools.cache
def _languages() -> str:
    """All that are installed, English first; osd is no language."""
    _, output, _ = run_program(["tesseract", "--list-langs"])
    found = [line.strip() for line in output.decode("utf-8", "replace").splitlines()[1:]]
    names = [name for name in found if name and name not in ("osd", "equ") and "/" not in name]
    return "+".join(sorted(names, key=lambda name: (name != "eng", name))[:MAX_LANGUAGES]) or "eng"
