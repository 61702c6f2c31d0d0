"""Text of a PDF by pdfium: the first 30 pages, without what a reader would not see."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from neurohire.models.resumes_read import HiddenText
from neurohire.resumes import hidden_text
from neurohire.resumes.receive import DAMAGED, PASSWORD, reject
from neurohire.vocabulary import RejectionCode

MAX_PAGES = 30
MAX_CHARACTERS = 200_000
MAX_LINKS = 20
FEW_CHARACTERS = 40  # a page with fewer (a page number, a footer) may be a picture of a page


@dataclass
class PdfText:
    """Page texts in order; `picture_pages` are the indexes that need OCR."""

    pages: list[str]
    pages_total: int
    hidden: list[HiddenText] = field(default_factory=list)
    picture_pages: list[int] = field(default_factory=list)
    mail_links: list[str] = field(default_factory=list)  # looked for only when no address is written


def open_pdf(path: Path) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(path)
        if len(document) < 1:
            raise reject(RejectionCode.UNREADABLE, DAMAGED)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise reject(RejectionCode.PASSWORD_PROTECTED, PASSWORD) from error
        raise reject(RejectionCode.UNREADABLE, DAMAGED) from error
    return document


def read_pdf(path: Path, check_hidden: bool = True) -> PdfText:
    """Never raises for one bad page: it counts as empty."""
    document = open_pdf(path)
    result = PdfText(pages=[], pages_total=len(document))
    length = 0
    for index in range(min(len(document), MAX_PAGES)):
        text = "" if length >= MAX_CHARACTERS else _read_page(document, index, check_hidden, result)
        length += len(text)
        result.pages.append(text)
    if not any("@" in page for page in result.pages):
        result.mail_links = _mail_links(document, len(result.pages))
    return result


def _mail_links(document: pypdfium2.PdfDocument, pages: int) -> list[str]:
    """Addresses behind links such as "E-mail me" or an envelope."""
    found: list[str] = []
    address = ctypes.create_string_buffer(400)
    for index in range(pages):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            continue
        position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        while len(found) < MAX_LINKS and pdfium.FPDFLink_Enumerate(
            page.raw, ctypes.byref(position), ctypes.byref(link)
        ):
            action = pdfium.FPDFLink_GetAction(link)
            length = (
                pdfium.FPDFAction_GetURIPath(document.raw, action, address, len(address)) if action else 0
            )
            target = address.value.decode("utf-8", "replace") if 0 < length <= len(address) else ""
            if target.lower().startswith("mailto:"):
                found.append(target[7:].partition("?")[0])
    return found


def _read_page(document: pypdfium2.PdfDocument, index: int, check_hidden: bool, result: PdfText) -> str:
    try:
        page = document[index]
        text_page = page.get_textpage()
        text: str = text_page.get_text_range()
    except pypdfium2.PdfiumError:
        return ""
    if check_hidden:
        found = hidden_text.inspect(page, text_page, text)
        if found.hidden:
            text = found.visible
            result.hidden += [HiddenText(text=h.text, reason=h.reason, page=index + 1) for h in found.hidden]
        if found.has_picture and len("".join(text.split())) < FEW_CHARACTERS:
            result.picture_pages.append(index)
    return text
