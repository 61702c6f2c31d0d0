"""The lines of a resume: wrapped ones whole again, each with the part of the resume it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neurohire.resumes.dates import find_span
from neurohire.resumes.headers import is_title
from neurohire.resumes.headings import Section, opens_with, section_of

LONGEST = 300
LONGEST_TITLE = 40
BESIDE = 3  # different headings in front of other words, from which it is a way of setting the page
_BULLET = re.compile(r"^(?:[•◦▪▫●○■□§‣⁃∙·*»>«°¢◆–—-]|[oe=](?=\s+\S{2}))\s*")
PLACE = re.compile(r"^[A-Z][\w.'’ -]{2,25}, (?:[A-Z]{2,3}|[A-Z][a-zü]+(?: [A-Z][a-z]+)?)$")


@dataclass(frozen=True)
class Line:
    """A whole line; a bullet that opened it is left out and remembered."""

    text: str
    is_bullet: bool
    section: Section | None


def read_lines(text: str) -> list[Line]:
    """Without the headings themselves; `Skills: Python, SQL` is a heading with its first line."""
    whole = _whole_lines(text)
    beside = _headings_stand_beside(whole)
    lines: list[Line] = []
    section: Section | None = None
    for line, is_bullet in whole:
        opened = section_of(line)
        if opened is not None:
            section = opened
            continue
        if carried := opens_with(line) or (_beside(line) if beside else None):
            section, line = carried
        lines.append(Line(line, is_bullet, section))
    return lines


def _headings_stand_beside(whole: list[tuple[str, bool]]) -> bool:
    """Headings in a column of their own come out in front of the first line of their part."""
    if any(section_of(line) == "experience" or opens_with(line) for line, _ in whole):
        return False
    return len({found[0] for line, _ in whole if (found := _beside(line))}) >= BESIDE


def _beside(line: str) -> tuple[Section, str] | None:
    head, _, rest = line.partition(" ")
    section = section_of(head) if head.istitle() and rest[:1].isupper() else None
    return (section, rest) if section else None


def is_dense(line: str) -> bool:
    """Chinese and Japanese say in ten characters what takes thirty in Latin script."""
    return len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", line)) >= 8


def _whole_lines(text: str) -> list[tuple[str, bool]]:
    """Lines that were wrapped are put together again; each says whether a bullet opened it."""
    whole: list[tuple[str, bool]] = []
    previous_length = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            previous_length = 0
            continue
        bullet = _BULLET.match(line)
        bare = _BULLET.sub("", line, count=1) if bullet else line
        if whole and not bullet and _continues(whole[-1][0], bare, previous_length):
            joint = "" if is_dense(whole[-1][0]) else " "
            whole[-1] = (whole[-1][0] + joint + bare, whole[-1][1])
        elif bare:
            whole.append((bare, bool(bullet)))
        previous_length = len(raw)
    return whole


def _continues(last: str, line: str, previous_length: int) -> bool:
    if section_of(line) or section_of(last) or last.endswith((".", ":", "。", "!", "?")):
        return bool(is_dense(last) and line[0] in "。，、")
    if len(last) > 2 * LONGEST or PLACE.match(line):
        return False
    if len(line) <= LONGEST_TITLE and line[0].isupper() and is_title(line):
        return False  # a title of its own
    if (
        line[0].islower()
        or line[0] in "(&%,.，。、"
        or (line[0].isdigit() and previous_length > 70 and not find_span(line))
    ):
        return previous_length > 25
    if is_dense(line) or is_dense(last):
        return previous_length > 34 and not find_span(line)
    return previous_length > 75 and not find_span(line) and (last[-1].islower() or last.endswith(","))
