"""The visible text of a resume file, whatever its kind, and how it was obtained."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from neurohire.models.resumes_read import HiddenText, ResumeText
from neurohire.resumes import ocr
from neurohire.resumes.doc import read_doc
from neurohire.resumes.docx import read_docx
from neurohire.resumes.pdf import FEW_CHARACTERS, MAX_CHARACTERS, PdfText, read_pdf
from neurohire.resumes.programs import ProgramTooSlow
from neurohire.resumes.receive import check_upload, reject
from neurohire.vocabulary import RejectionCode

NO_TEXT = "No text was found in this file. Upload a better file, or type in the e-mail address."
NO_TEXT_PICTURE = (
    "This file is a picture without text, and this server cannot read pictures. "
    "Upload a file with text, or type in the e-mail address."
)
MAX_HIDDEN = 50


def read_text(path: Path, file_name: str) -> ResumeText:
    """Rejected with `no_text` when nothing readable is in it."""
    kind = check_upload(path, file_name)
    if kind == "pdf":
        result = _from_pdf(path)
    elif kind == "docx":
        docx = read_docx(path)
        result = ResumeText(text=_with_links(docx.text, docx.mail_links), kind=kind, hidden=docx.hidden)
    elif kind == "doc":
        result = ResumeText(text=read_doc(path), kind=kind)
    else:
        result = ResumeText(text=_decode(path.read_bytes()), kind=kind)
    result.text = clean(
        result.text[: 2 * MAX_CHARACTERS]
    )  # white space may go, so a little more is looked at
    if len(result.text) > MAX_CHARACTERS:
        result.text = result.text[:MAX_CHARACTERS]
        result.notes.append("Only the first 200,000 characters were read.")
    if result.hidden:
        result.hidden = result.hidden[:MAX_HIDDEN]
        result.notes.append("Text that a reader would not see was found and left out.")
    if not re.search(r"\w", result.text):
        raise reject(RejectionCode.NO_TEXT, NO_TEXT)
    return result


def _from_pdf(path: Path) -> ResumeText:
    pdf = read_pdf(path)
    notes: list[str] = []
    if pdf.pages_total > len(pdf.pages):
        notes.append(f"The first {len(pdf.pages)} of {pdf.pages_total} pages were read.")
    ocr_pages = _read_pictures(path, pdf, notes) if pdf.picture_pages else 0
    text = _with_links("\n".join(pdf.pages), pdf.mail_links)
    if pdf.picture_pages and not ocr.can_read_pictures() and not re.search(r"\w", text):
        raise reject(RejectionCode.NO_TEXT, NO_TEXT_PICTURE)
    return ResumeText(
        text=text,
        kind="pdf",
        pages_total=pdf.pages_total,
        pages_read=len(pdf.pages),
        ocr_pages=ocr_pages,
        hidden=pdf.hidden,
        notes=notes,
    )


def _read_pictures(path: Path, pdf: PdfText, notes: list[str]) -> int:
    """Fills the picture pages as far as time allows; a scan's own text layer counts only without OCR."""
    layers = {
        page: [h for h in pdf.hidden if h.page == page + 1 and h.reason == "invisible"]
        for page in pdf.picture_pages
    }
    if not ocr.can_read_pictures():
        return _use_layers(pdf, layers, notes)
    done = 0
    for page in pdf.picture_pages:
        try:
            seen = ocr.read_page_picture(path, page)
        except ProgramTooSlow:
            notes.append(f"{done} of {len(pdf.picture_pages)} picture pages were read in the time allowed.")
            break
        done += 1
        pdf.pages[page] += "\n" + seen
        if _same_words(seen, layers[page]):
            pdf.hidden = [h for h in pdf.hidden if h not in layers[page]]
    if done:
        notes.append("Pages that are pictures were read by text recognition; please check the facts.")
    return done


def _use_layers(pdf: PdfText, layers: dict[int, list[HiddenText]], notes: list[str]) -> int:
    used = False
    for page, layer in layers.items():
        text = "\n".join(h.text for h in layer)
        if len(text) >= FEW_CHARACTERS:
            pdf.pages[page] += "\n" + text
            pdf.hidden = [h for h in pdf.hidden if h not in layer]
            used = True
    if used:
        notes.append(
            "Scanned pages were read from the text stored behind the picture; please check the facts."
        )
    else:
        notes.append(
            "Pages that are pictures were not read: text recognition is not installed on this server."
        )
    return 0


def _same_words(seen: str, layer: list[HiddenText]) -> bool:
    stored = set(re.findall(r"\w{3,}", " ".join(h.text for h in layer).lower()))
    return bool(stored) and len(stored & set(re.findall(r"\w{3,}", seen.lower()))) >= 0.6 * len(stored)


def _with_links(text: str, links: list[str]) -> str:
    """A link "E-mail me" carries the address where a reader can follow it."""
    missing = [link for link in dict.fromkeys(links) if "@" in link and link.lower() not in text.lower()]
    return "\n".join([text, *missing[:3]]) if "@" not in text else text


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


_FIRST_HALVES = {
    "cross", "self", "end", "real", "high", "low", "well", "multi", "non", "full", "front", "back",
    "open", "third", "long", "short", "data", "user", "time", "cost", "cloud", "large", "small",
    "one", "two", "client", "server", "decision", "problem", "hands", "part", "top", "state",
    "customer", "award", "event", "test", "object", "day",
}  # fmt: skip


def clean(text: str) -> str:
    """Plain lines: NFC, no control or direction marks, words broken at a line end joined.

    Icon fonts live in the private area: an icon opens a line as a bullet does, or parts its neighbours.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00ad", "").replace("\x02", "\ufffe")
    text = re.sub(r"\b(\w+)\ufffe\n?(\w)", _joined, text)
    text = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\u00a0", " ").replace("\x0b", "\n"))
    text = re.sub(r"(?m)^[ \t]*[\ue000-\uf8ff]+", "• ", text)
    text = re.sub(r"[\ue000-\uf8ff]+", " | ", text)
    text = "".join(c if c == "\n" or unicodedata.category(c) not in _DROPPED else _stand_in(c) for c in text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}


def _stand_in(character: str) -> str:
    return " " if unicodedata.category(character) in ("Co", "Cc") else ""


def _joined(match: re.Match[str]) -> str:
    hyphen = "-" if match[1].lower() in _FIRST_HALVES else ""
    return f"{match[1]}{hyphen}{match[2]}"
