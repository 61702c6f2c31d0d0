"""Text of a DOCX by walking its XML: headers, tables, text boxes, links; no deletions, no hidden runs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from neurohire.models.resumes_read import HiddenText
from neurohire.resumes.receive import DAMAGED, reject
from neurohire.vocabulary import RejectionCode

MAX_PART = 20 * 1024 * 1024
TINY_HALF_POINTS = 4
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SKIPPED = {
    _W + "del",
    _W + "moveFrom",
    _W + "instrText",
    _W + "delText",
    _W + "rPr",
    _W + "pPr",
    _W + "sectPr",
}
_BLOCKS = {_W + "txbxContent", _W + "tbl"}
HiddenReason = Literal["white", "tiny", "hidden_run"]


@dataclass
class DocxText:
    text: str
    hidden: list[HiddenText] = field(default_factory=list)
    mail_links: list[str] = field(default_factory=list)


@dataclass
class _Styles:
    """Run properties by style id, with what they are based on."""

    runs: dict[str, Element] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)


@dataclass
class _Walk:
    styles: _Styles
    lines: list[str] = field(default_factory=list)
    hidden: list[HiddenText] = field(default_factory=list)
    shaded: int = 0  # > 0: inside something that may have a dark background


def read_docx(path: Path) -> DocxText:
    """Rejected when the XML is broken, oversized or declares entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        ParseError,
        DefusedXmlException,
        RecursionError,
    ) as error:
        raise reject(RejectionCode.UNREADABLE, DAMAGED) from error


def _read(archive: zipfile.ZipFile) -> DocxText:
    names = archive.namelist()
    main = _main_part(archive, names)
    headers = sorted(n for n in names if re.fullmatch(r"word/header\d*\.xml", n))
    footers = sorted(n for n in names if re.fullmatch(r"word/footer\d*\.xml", n))
    walk = _Walk(_styles(archive) if "word/styles.xml" in names else _Styles())
    for name in (*headers, main, *footers):
        if name in names:
            _lines(_part(archive, name), walk)
    links = [link for name in names if name.endswith(".rels") for link in _mail_links(archive, name)]
    return DocxText("\n".join(walk.lines), walk.hidden, links)


def _main_part(archive: zipfile.ZipFile, names: list[str]) -> str:
    if "_rels/.rels" in names:
        for relation in _part(archive, "_rels/.rels"):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in names:
                return target
    return "word/document.xml"


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > MAX_PART:
        raise ValueError(name)
    root: Element = fromstring(archive.read(name), forbid_dtd=True)
    return root


def _mail_links(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    for relation in _part(archive, name):
        target = relation.get("Target", "")
        if target.lower().startswith("mailto:"):
            yield target[7:].partition("?")[0]


def _lines(element: Element, walk: _Walk) -> None:
    """Paragraphs in document order; a table row becomes one line per cell paragraph."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == _W + "p":
            _paragraph(child, walk)
        elif child.tag == _MC + "AlternateContent":
            _lines(_alternative(child), walk)
        else:
            shaded = _has_fill(child.find(_W + "tblPr")) or _has_fill(child.find(_W + "tcPr"))
            walk.shaded += shaded
            _lines(child, walk)
            walk.shaded -= shaded


def _alternative(choice: Element) -> Element:
    """The same text box is stored twice, for new and old programs: take one."""
    first = choice.find(_MC + "Choice")
    fallback = choice.find(_MC + "Fallback")
    has_text = first is not None and any(node.text for node in first.iter(_W + "t"))
    chosen = first if has_text or fallback is None else fallback
    return chosen if chosen is not None else choice


def _paragraph(paragraph: Element, walk: _Walk) -> None:
    properties = paragraph.find(_W + "pPr")
    shaded = _has_fill(properties)
    style = _value(properties, "pStyle")
    walk.shaded += shaded
    parts: list[str] = []
    boxes: list[Element] = []
    _inline(paragraph, walk, style, parts, boxes)
    for box in boxes:
        walk.shaded += 1  # a text box may be filled; its colour is not looked at
        _lines(box, walk)
        walk.shaded -= 1
    for line in "".join(parts).split("\n"):
        if text := " ".join(line.split()):
            listed = properties is not None and properties.find(_W + "numPr") is not None
            walk.lines.append(f"• {text}" if listed and len(text) > 1 else text)
    walk.shaded -= shaded


def _inline(element: Element, walk: _Walk, style: str, parts: list[str], boxes: list[Element]) -> None:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag in _BLOCKS:
            boxes.append(_wrapped(child))
        elif child.tag == _MC + "AlternateContent":
            _inline(_alternative(child), walk, style, parts, boxes)
        elif child.tag == _W + "r":
            _run(child, walk, style, parts, boxes)
        else:
            _inline(child, walk, style, parts, boxes)


def _wrapped(block: Element) -> Element:
    holder = Element("box")
    holder.append(block)
    return holder


def _run(run: Element, walk: _Walk, style: str, parts: list[str], boxes: list[Element]) -> None:
    text: list[str] = []
    for child in run:
        if child.tag == _W + "t":
            text.append(child.text or "")
        elif child.tag == _W + "noBreakHyphen":
            text.append("-")
        elif child.tag == _W + "tab":
            text.append(" \t ")
        elif child.tag in (_W + "br", _W + "cr"):
            text.append("\n")
        elif child.tag not in _SKIPPED:
            _inline(
                child if child.tag != _MC + "AlternateContent" else _alternative(child),
                walk,
                style,
                text,
                boxes,
            )
    written = "".join(text)
    reason = _hidden_reason(run.find(_W + "rPr"), walk, style) if written.strip() else None
    if reason is None:
        parts.append(written)
    elif walk.hidden and walk.hidden[-1].reason == reason and len(walk.hidden[-1].text) < 2000:
        walk.hidden[-1].text = " ".join((walk.hidden[-1].text + " " + written).split())
    else:
        walk.hidden.append(HiddenText(text=" ".join(written.split())[:2000], reason=reason))


def _hidden_reason(properties: Element | None, walk: _Walk, style: str) -> HiddenReason | None:
    chain = [properties] if properties is not None else []
    chain += _style_chain(walk.styles, _value(properties, "rStyle")) + _style_chain(walk.styles, style)
    if _on(chain, "vanish"):
        return "hidden_run"
    size = next((v for p in chain if (v := _value(p, "sz"))), "")
    if size.isdigit() and int(size) <= TINY_HALF_POINTS:
        return "tiny"
    colour = next((v for p in chain if (v := _value(p, "color"))), "")
    if (
        _is_white(colour)
        and not walk.shaded
        and not any(_has_fill(p) or _value(p, "highlight") for p in chain)
    ):
        return "white"
    return None


def _on(chain: list[Element], name: str) -> bool:
    for properties in chain:
        found = properties.find(_W + name)
        if found is not None:
            return found.get(_W + "val", "true") not in ("0", "false", "off")
    return False


def _is_white(colour: str) -> bool:
    return bool(re.fullmatch(r"[0-9A-Fa-f]{6}", colour)) and all(
        int(colour[i : i + 2], 16) >= 235 for i in (0, 2, 4)
    )


def _has_fill(properties: Element | None) -> bool:
    shading = properties.find(_W + "shd") if properties is not None else None
    if shading is None:
        return False
    fill = shading.get(_W + "fill", "auto")
    return (fill != "auto" and not _is_white(fill)) or shading.get(_W + "val", "clear") not in (
        "clear",
        "nil",
    )


def _value(properties: Element | None, name: str) -> str:
    found = properties.find(_W + name) if properties is not None else None
    return found.get(_W + "val", "") if found is not None else ""


def _styles(archive: zipfile.ZipFile) -> _Styles:
    styles = _Styles()
    for style in _part(archive, "word/styles.xml").iter(_W + "style"):
        name = style.get(_W + "styleId", "")
        if (run := style.find(_W + "rPr")) is not None:
            styles.runs[name] = run
        styles.parents[name] = _value(style, "basedOn")
    return styles


def _style_chain(styles: _Styles, name: str) -> list[Element]:
    chain: list[Element] = []
    for _ in range(10):
        if name in styles.runs:
            chain.append(styles.runs[name])
        name = styles.parents.get(name, "")
        if not name:
            break
    return chain
