"""What is accepted as a resume file, and how every other file is refused."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from neurohire.errors import Rejected
from neurohire.resumes.receive import MAX_BYTES, check_upload, safe_display_name
from tests.material import shared
from tests.resumes.made import docx, paragraph, pdf, written

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def refused(path: Path, name: str | None = None) -> str:
    with pytest.raises(Rejected) as caught:
        check_upload(path, name or path.name)
    assert caught.value.message and caught.value.message != Rejected.message
    return caught.value.code


def test_good_files_are_known_by_content_and_name(tmp_path: Path) -> None:
    assert check_upload(pdf(tmp_path / "a.pdf", written("Ann Lee")), "Ann Lee.PDF ") == "pdf"
    assert check_upload(docx(tmp_path / "a.docx", paragraph("Ann Lee")), "cv.docx") == "docx"
    (tmp_path / "a.txt").write_text("Änn Lee\nann@example.com", encoding="utf-8")
    assert check_upload(tmp_path / "a.txt", "cv.txt") == "txt"
    (tmp_path / "a.doc").write_bytes(OLE + "WordDocument".encode("utf-16-le"))
    assert check_upload(tmp_path / "a.doc", "cv.doc") == "doc"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"", "unreadable"),
        ("a.pdf", b"MZ\x90\x00 %PDF-1.4", "wrong_type"),
        ("a.pdf", b"<html><script>1</script></html>", "wrong_type"),
        ("a.docx", b"%PDF-1.4\n", "wrong_type"),
        ("a.doc", b"{\\rtf1 Ann}", "wrong_type"),
        ("a.doc", OLE + "Workbook".encode("utf-16-le"), "wrong_type"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password_protected"),
        ("a.docx", b"PK\x03\x04 and then nothing", "unreadable"),
        ("a.txt", b"abc\x00def", "wrong_type"),
        ("a.exe", b"%PDF-1.4\n", "wrong_type"),
        ("resume", b"%PDF-1.4\n", "wrong_type"),
    ],
)
def test_what_is_not_what_it_says_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / "stored"
    path.write_bytes(content)
    assert refused(path, name) == code


def test_the_limit_is_ten_mebibytes_of_the_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\n" + b" " * (MAX_BYTES - 9))
    assert check_upload(path, "a.pdf") == "pdf"
    path.write_bytes(b"%PDF-1.4\n" + b" " * (MAX_BYTES - 8))
    assert refused(path) == "too_large"


def test_size_boundary_files_of_the_shared_material(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, shared("hostile/make_large.py"), tmp_path], check=True, capture_output=True
    )
    for path in sorted(tmp_path.iterdir()):
        if path.name.startswith("ok"):
            assert check_upload(path, path.name) == "pdf"
        else:
            assert refused(path) == "too_large"


def test_a_document_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = docx(tmp_path / "bomb.docx", "", {"word/media/a.xml": b" " * 30_000_000})
    assert refused(bomb) == "too_large"


def test_a_document_with_too_many_members_is_refused_without_loading_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = docx(tmp_path / "many.docx", "", {f"word/{index}.xml": "" for index in range(2001)})
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refused(many) == "too_large"


def test_a_zip64_end_record_is_refused(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", paragraph("Ann"))
    content = path.read_bytes()
    at = content.rfind(b"PK\x05\x06")
    path.write_bytes(content[:at] + b"PK\x06\x07" + struct.pack("<IQI", 0, 0, 1) + content[at:])
    assert refused(path) == "unreadable"


def test_macros_and_paths_that_climb_out_are_refused(tmp_path: Path) -> None:
    assert refused(docx(tmp_path / "m.docx", "", {"word/vbaProject.bin": b"x"})) == "wrong_type"
    assert refused(docx(tmp_path / "s.docx", "", {"../evil.txt": "x"})) == "unreadable"
    assert refused(docx(tmp_path / "t.docx", "", {"word\\..\\..\\evil.txt": "x"})) == "unreadable"


def test_every_file_name_becomes_one_plain_line() -> None:
    names = json.loads(shared("hostile/filenames.json").read_text(encoding="utf-8"))
    for name in (entry["filename"] for entry in names):
        safe = safe_display_name(name)
        assert 1 <= len(safe) <= 120
        assert safe == unicodedata.normalize("NFC", safe).strip()
        assert not set(safe) & set("/\\\r\n\t\u202e") and safe.strip(".")
        assert not any(unicodedata.category(character)[0] == "C" for character in safe)


def test_display_names_keep_what_people_wrote() -> None:
    assert safe_display_name("re\u0301sume\u0301 – Zoë (1).pdf") == "résumé – Zoë (1).pdf"
    assert safe_display_name("../../etc/passwd.pdf") == "passwd.pdf"
    assert safe_display_name("C:\\docs\\cv.docx") == "cv.docx"
    assert safe_display_name("resume\u202efdp.exe") == "resumefdp.exe"
    assert safe_display_name("é" * 200 + ".pdf") == "é" * 116 + ".pdf"
    assert safe_display_name("...") == safe_display_name(" ") == "resume"
