"""The icons: one SVG file each, joined into one sheet as masks, so that they take the colour of the text."""

from __future__ import annotations

import argparse
from pathlib import Path
from urllib.parse import quote

from nicegui.elements.mixins.text_element import TextElement

ASSETS = Path(__file__).resolve().parents[1] / "assets"
SHEET = ASSETS / "css" / "icons.css"


def names() -> list[str]:
    """Every icon there is, by file name."""
    return sorted(file.stem for file in (ASSETS / "icons").glob("*.svg"))


def icon(name: str, *, label: str = "", classes: str = "") -> TextElement:
    """One icon; decoration unless it has a label."""
    element = TextElement(tag="span", text="").classes(f"icon i-{name} {classes}".strip())
    if label:
        element.props.update({"role": "img", "aria-label": label})
    else:
        element.props["aria-hidden"] = "true"
    return element


def icons_css() -> str:
    """The whole of assets/css/icons.css, from the files."""
    rules = [f'.i-{name} {{ --icon: url("data:image/svg+xml,{_inline(name)}"); }}' for name in names()]
    return "\n".join(["/* Written by `python -m components.icons` from assets/icons. */", *rules, ""])


def _inline(name: str) -> str:
    svg = (ASSETS / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return quote(" ".join(svg.split()), safe=" =:/',")


if __name__ == "__main__":
    argparse.ArgumentParser(description="Write the sheet of icons from its files.").parse_args()
    SHEET.write_text(icons_css(), encoding="utf-8")
