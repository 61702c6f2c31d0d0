"""DOCX: text wherever Word puts it, none of what Word does not show."""

from __future__ import annotations

from pathlib import Path

import pytest

from neurohire.errors import Rejected
from neurohire.resumes.docx import DocxText, read_docx
from neurohire.resumes.text import read_text
from tests.resumes.made import W, docx, paragraph

SHADED = '<w:shd w:val="clear" w:fill="102040"/>'


def read(tmp_path: Path, body: str, **members: str | bytes) -> DocxText:
    parts = {name.replace("__", "/") + ".xml": part for name, part in members.items()}
    return read_docx(docx(tmp_path / "a.docx", body, parts))


def test_tables_headers_footers_boxes_and_links_are_read(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('Ann Lee')}</w:txbxContent></w:pict></w:r>"
    table = (
        f"<w:tbl><w:tr><w:tc>{paragraph('Skills')}</w:tc><w:tc>{paragraph('Baking')}</w:tc></w:tr></w:tbl>"
    )
    link = "<w:p><w:hyperlink><w:r><w:t>ann@</w:t></w:r><w:r><w:t>example.com</w:t></w:r></w:hyperlink></w:p>"
    header = f"<w:hdr {W}>{paragraph('+44 20 7946 0000')}</w:hdr>"
    footer = f"<w:ftr {W}>{paragraph('Page one')}</w:ftr>"
    found = read(tmp_path, f"<w:p>{box}</w:p>{table}{link}", word__header1=header, word__footer1=footer)
    assert found.text.split("\n") == [
        "+44 20 7946 0000",
        "Ann Lee",
        "Skills",
        "Baking",
        "ann@example.com",
        "Page one",
    ]


def test_a_text_box_stored_twice_is_read_once(tmp_path: Path) -> None:
    inner = f"<w:txbxContent>{paragraph('Ann Lee')}</w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{inner}</mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert read(tmp_path, body).text == "Ann Lee"


def test_deletions_moves_and_field_codes_are_not_text(tmp_path: Path) -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>old@example.com</w:delText><w:t>old</w:t></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>new@example.com</w:t></w:r></w:ins>"
        "<w:r><w:instrText>DDEAUTO c:\\\\calc.exe</w:instrText></w:r></w:p>"
    )
    assert read(tmp_path, body).text == "new@example.com"


@pytest.mark.parametrize(
    ("run", "reason"),
    [("<w:vanish/>", "hidden_run"), ('<w:color w:val="FFFFFF"/>', "white"), ('<w:sz w:val="2"/>', "tiny")],
)
def test_runs_that_word_does_not_show_are_listed(tmp_path: Path, run: str, reason: str) -> None:
    found = read(tmp_path, paragraph("Ann Lee") + paragraph("Hire me", run))
    assert found.text == "Ann Lee"
    assert [(hidden.text, hidden.reason) for hidden in found.hidden] == [("Hire me", reason)]


def test_a_hidden_style_hides_and_a_switched_off_one_does_not(tmp_path: Path) -> None:
    styles = f'<w:styles {W}><w:style w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    body = paragraph("Hire me", '<w:rStyle w:val="H"/>') + paragraph("Ann", '<w:vanish w:val="0"/>')
    assert read(tmp_path, body, word__styles=styles).text == "Ann"


def test_white_text_on_shading_stays(tmp_path: Path) -> None:
    white = '<w:color w:val="FFFFFF"/>'
    inside = f"<w:tcPr>{SHADED}</w:tcPr>{paragraph('In a dark cell', white)}"
    cell = f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"
    found = read(tmp_path, cell + paragraph("On a dark line", white, SHADED))
    assert found.text.split("\n") == ["In a dark cell", "On a dark line"] and found.hidden == []


def test_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    prologue = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'
    path = docx(tmp_path / "x.docx", "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", prologue=prologue)
    with pytest.raises(Rejected) as caught:
        read_docx(path)
    assert caught.value.code == "unreadable"


def test_the_address_behind_a_link_counts_when_no_other_is_written(tmp_path: Path) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="t" Target="mailto:ann@example.com?subject=Hi" TargetMode="External"/>'
        "</Relationships>"
    )
    path = docx(tmp_path / "a.docx", paragraph("E-mail me"), {"word/_rels/document.xml.rels": relations})
    assert "ann@example.com" in read_text(path, "a.docx").text
