"""Which part of a resume a line opens, in the languages resumes are most often written in."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Literal

import yaml

Section = Literal[
    "contact",
    "summary",
    "experience",
    "projects",
    "education",
    "skills",
    "certificates",
    "languages",
    "other",
]

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


def section_of(line: str) -> Section | None:
    """The section a heading line opens, else None; right-to-left lines may come reversed."""
    if len(line) > 45:
        return None
    text = " ".join(_EDGES.sub("", line).lower().split())
    known = _section_by_heading()
    return known.get(text) or known.get(text[::-1]) or known.get(_without_gaps(text))


def opens_with(line: str) -> tuple[Section, str] | None:
    """`Skills: Python, SQL` opens a section and carries its first line."""
    head, colon, rest = line.partition(":")
    if colon and rest.strip() and (section := section_of(head)):
        return section, rest.strip()
    return None


def is_heading(line: str) -> bool:
    return section_of(line) is not None


def _without_gaps(text: str) -> str:
    """`S K I L L S`, as designers like it."""
    return text.replace(" ", "") if re.fullmatch(r"(?:\w )+\w", text) else text


@functools.cache
def _section_by_heading() -> dict[str, Section]:
    source = resources.files("neurohire.resumes").joinpath("headings.yaml").read_text(encoding="utf-8")
    return {heading: section for section, headings in yaml.safe_load(source).items() for heading in headings}
