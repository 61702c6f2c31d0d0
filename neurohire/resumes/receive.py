"""May this uploaded file be read at all? By size, content, structure and name, before any parsing."""

from __future__ import annotations

import mmap
import struct
import zipfile
from pathlib import Path
from typing import Literal

from neurohire.errors import Rejected
from neurohire.resumes.file_names import safe_display_name
from neurohire.vocabulary import RejectionCode

__all__ = ["MAX_BYTES", "Kind", "check_upload", "reject", "safe_display_name"]

Kind = Literal["pdf", "docx", "doc", "txt"]
MAX_BYTES = 10 * 1024 * 1024
MAX_ZIP_MEMBERS = 2000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 100
SMALL_MEMBER = 1024 * 1024  # short XML packs well by nature: no ratio rule below this size
MAX_ZIP_DIRECTORY = 1024 * 1024

TOO_LARGE = "This file is larger than 10 MB. Please upload a smaller one."
EMPTY = "This file is empty. Please upload it again."
NO_ENDING = "Please upload a PDF, DOCX, DOC or TXT file."
NOT_AS_NAMED = "This file is not what its name says. Save it as PDF or DOCX and upload it again."
MACROS = "This document carries macros. Save it as PDF or as DOCX without macros."
RTF = "This is an RTF file. Save it as PDF or DOCX and upload it again."
PASSWORD = "This file is protected by a password. Remove the password and upload it again."  # noqa: S105
DAMAGED = "This file is damaged or incomplete. Save it again as PDF or DOCX."
TOO_BIG_INSIDE = "This document unpacks to far more than a resume needs. Save it as PDF and upload that."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_FOREIGN = (b"MZ", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")


def check_upload(path: Path, file_name: str) -> Kind:
    """The kind of file, or Rejected with a code and a sentence for the person who uploaded it."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise reject(RejectionCode.TOO_LARGE, TOO_LARGE)
    if size == 0:
        raise reject(RejectionCode.UNREADABLE, EMPTY)
    named = _ending(file_name)
    if named is None:
        raise reject(RejectionCode.WRONG_TYPE, NO_ENDING)
    found = _kind_of_content(path)
    if found == "rtf" and named == "doc":
        raise reject(RejectionCode.WRONG_TYPE, RTF)
    if found == "ole" and named in ("doc", "docx"):
        return _check_ole(path, named)
    if found != named:
        raise reject(RejectionCode.WRONG_TYPE, NOT_AS_NAMED)
    if named == "docx":
        _check_docx(path)
    return named


def reject(code: RejectionCode, message: str) -> Rejected:
    return Rejected(message, code=code.value)


def _ending(file_name: str) -> Kind | None:
    ending = safe_display_name(file_name).rpartition(".")[2].lower()
    return next((kind for kind in ("pdf", "docx", "doc", "txt") if kind == ending), None)


def _kind_of_content(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4096)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x0c\x00")
    if start.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(_ZIP):
        return "docx"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return "txt" if _looks_like_text(head) else "unknown"


def _looks_like_text(head: bytes) -> bool:
    if head.startswith(_FOREIGN):
        return False
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    odd = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1b" for byte in head)
    return b"\x00" not in head and odd <= len(head) // 100


def _check_ole(path: Path, named: str) -> Kind:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find("EncryptedPackage".encode("utf-16-le")) >= 0:
            raise reject(RejectionCode.PASSWORD_PROTECTED, PASSWORD)
        if named != "doc" or content.find("WordDocument".encode("utf-16-le")) < 0:
            raise reject(RejectionCode.WRONG_TYPE, NOT_AS_NAMED)
    return "doc"


def _check_docx(path: Path) -> None:
    _check_zip_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, UnicodeError, struct.error) as error:
        raise reject(RejectionCode.UNREADABLE, DAMAGED) from error
    names = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise reject(RejectionCode.PASSWORD_PROTECTED, PASSWORD)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise reject(RejectionCode.WRONG_TYPE, MACROS)
    if any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names):
        raise reject(RejectionCode.UNREADABLE, DAMAGED)
    if "[Content_Types].xml" not in names or not any(
        name.startswith("word/document") and name.endswith(".xml") for name in names
    ):
        raise reject(RejectionCode.WRONG_TYPE, NOT_AS_NAMED)
    _check_unpacked(members)


def _check_unpacked(members: list[zipfile.ZipInfo]) -> None:
    """Sizes are the declared ones; zipfile never unpacks more than was declared."""
    unpacked = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > SMALL_MEMBER and member.file_size > MAX_RATIO * max(1, member.compress_size)
        for member in members
    )
    if len(members) > MAX_ZIP_MEMBERS or unpacked > MAX_UNPACKED or bomb:
        raise reject(RejectionCode.TOO_LARGE, TOO_BIG_INSIDE)


def _check_zip_directory(path: Path) -> None:
    """Reads the end record itself: zipfile would load a directory of any length into this process."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    large_format = at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07"  # zip64 says its sizes elsewhere
    if at < 0 or len(tail) < at + 22 or large_format:
        raise reject(RejectionCode.UNREADABLE, DAMAGED)
    entries, directory_bytes = struct.unpack("<HI", tail[at + 10 : at + 16])
    if entries > MAX_ZIP_MEMBERS or directory_bytes > MAX_ZIP_DIRECTORY:
        raise reject(RejectionCode.TOO_LARGE, TOO_BIG_INSIDE)
