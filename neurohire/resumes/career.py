"""Where and when a person worked, what they built and where they learned, from lines of the resume."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from neurohire.models.resumes_read import Education, Employment, Project
from neurohire.resumes.dates import Span, find_span, years_of
from neurohire.resumes.headers import (
    LONGEST_HEADER,
    Header,
    first_name,
    is_title,
    read_header,
    without_label,
)
from neurohire.resumes.sections import PLACE, Line

MOST = 30  # of each kind
_ADDRESS = re.compile(r"https?://|www\.|@")
_DURATION = re.compile(r"^\d+ (?:years?|months?)(?: \d+ months?)?$", re.I)
_SENTENCE_END = re.compile(r"(?<!\b[A-Z][a-z]{2})(?<!\bInc)(?<!\bLtd)(?<!\bCo)[.;。]$")
_LATER_DATE = re.compile(r"[ (]+(?:[^\W\d]{3,9}\.? )?(?:19|20)\d\d\)?$")  # "Jan 2021" at the end
_BETWEEN = re.compile(r"\s[-\u2013\u2014|]\s|,\s|[()]")
_EMPTY = re.compile(r"[(（]\s*[)）]")
_DASHED = re.compile(r"\s[\u2014|]\s|\s[\u2013-]\s")
_VERB = re.compile(r"^[A-Z]\w+(?:ed|ing)\b|^(?:Led|Built|Ran|Won|Wrote|Cut|Drove|Made)\b")
_SCHOOL = re.compile(
    r"universit|college|school|institut|academy|hochschule|universidad|école|ecole|politechnika|uniwersytet"
    r"|ülikool|üniversite|大学|学院|学校|高校|جامعة|\bMIT\b|polytechni",
    re.I,
)
_CLAIM = re.compile(
    r"(?<![\d.,])(\d{1,2})\s?\+?\s*"
    r"(?:(?:or more )?years?|jahren?|ans\b|años?|anos\b|anni\b|lat\b|aasta|y[ıi]l)"
    r"|(\d{1,2})\s*年(?:以上)?の?(?:经验|經驗|経験|以上)|(?:سنوات|سنة).{0,120}?(\d{1,2})(?!\d)",
    re.I,
)


@dataclass(frozen=True)
class Career:
    employments: list[Employment]
    heads: dict[int, str]  # number of the line that opens an employment -> employer
    projects: list[Project]
    education: list[Education]
    years: float | None
    years_claimed: int | None


def find_career(lines: Sequence[Line], today: date) -> Career:
    """Everything stands in the lines; what is not clear stays empty."""
    employments: list[Employment] = []
    heads: dict[int, str] = {}
    spans: list[Span] = []
    last = -1
    for number, line in enumerate(lines):
        span = find_span(line.text) if line.section == "experience" else None
        if span is None or len(employments) == MOST:
            continue
        at, header = _header_of(lines, number, span, last)
        last = number
        if at is None or not header.title:
            continue
        heads[at] = header.employer
        spans.append(span)
        employments.append(_employment(lines[at].text, header, span, today))
    return Career(
        employments, heads, _projects(lines), _education(lines), years_of(spans, today), _claimed(lines)
    )


def _employment(line: str, header: Header, span: Span, today: date) -> Employment:
    return Employment(
        employer=header.employer,
        title=header.title,
        start=_written(span.start),
        end=_written(span.end) if span.end else "",
        is_current=span.end is None,
        years=years_of([span], today),
        line=line,
    )


def _written(point: tuple[int, int]) -> str:
    return f"{point[0]}-{point[1]:02}" if point[1] else str(point[0])


def _header_of(lines: Sequence[Line], number: int, span: Span, last: int) -> tuple[int | None, Header]:
    """The line that opens this employment, and what it names with its neighbours."""
    text = lines[number].text
    rest = without_label(_EMPTY.sub(" ", f"{text[: span.at[0]]} {text[span.at[1] :]}")).strip(" ,;:|–—-•")
    if len([sign for sign in rest if sign.isalpha()]) >= 3:
        return number, _with_next(rest, lines, number)
    above = [n for n in range(number - 1, max(last, number - 25), -1) if _may_head(lines, n)]
    run = _nearest_run(lines, above)
    if not run:
        return None, Header()
    for at in run:
        header = read_header(lines[at].text)
        if header.title and header.employer:
            return at, header
    title = next((n for n in run if is_title(lines[n].text)), None)
    others = [n for n in run if n != title]
    if title is None:
        return None, Header()
    employer = first_name(lines[others[0]].text) if others else ""
    return min(run), Header(employer, read_header(lines[title].text).title)


def _with_next(rest: str, lines: Sequence[Line], number: int) -> Header:
    """A line that names only one of both goes with the next one."""
    header = read_header(rest)
    follows = lines[number + 1] if number + 1 < len(lines) else None
    if follows is None or follows.is_bullet or follows.section != "experience" or len(follows.text) > 80:
        return header
    below = read_header(follows.text)
    if not header.title and below.title and not below.employer:
        return Header(first_name(rest), below.title)
    if header.title and not header.employer and not _VERB.match(follows.text):
        name = first_name(follows.text)
        return Header("" if is_title(name) or _SENTENCE_END.search(follows.text) else name, header.title)
    return header


def _may_head(lines: Sequence[Line], number: int) -> bool:
    line = lines[number]
    if line.section != "experience" or len(line.text) > LONGEST_HEADER or _ADDRESS.search(line.text):
        return False
    if _SENTENCE_END.search(line.text) or _VERB.match(line.text) or find_span(line.text):
        return False
    if _DURATION.match(line.text) or (PLACE.match(line.text) and not is_title(line.text)):
        return False
    return bool(_DASHED.search(line.text)) if line.is_bullet else len(line.text.split()) <= 12


def _nearest_run(lines: Sequence[Line], above: Sequence[int]) -> list[int]:
    """The nearest line that may head, with the one right above it."""
    if not above:
        return []
    first = above[0]
    beside = first - 1 in above and not _DASHED.search(lines[first].text)
    return [first, first - 1] if beside else [first]


def _projects(lines: Sequence[Line]) -> list[Project]:
    """A short line of its own, and the first line that says what it was."""
    found: list[Project] = []
    for number, line in enumerate(lines):
        if line.section != "projects" or line.is_bullet or len(found) == MOST:
            continue
        name, what = _project(line.text)
        if not name:
            continue
        what = what or _said_next(lines, number)
        if what:
            found.append(Project(name=name, what=what, line=line.text))
    return found


def _project(text: str) -> tuple[str, str]:
    span = find_span(text)
    bare = f"{text[: span.at[0]]} {text[span.at[1] :]}" if span else _LATER_DATE.sub("", text)
    bare = bare.strip(" ,;|–—-()")
    name, mark, rest = ([*re.split(r"(:\s|\s[\u2013\u2014|]\s)", bare, maxsplit=1), "", ""])[:3]
    is_short = 2 <= len(name) <= 60 and len(name.split()) <= 7 and name[0].isalnum() and not name[0].islower()
    if not is_short or is_title(name) or _VERB.match(name) or _SENTENCE_END.search(bare) or PLACE.match(bare):
        return "", ""
    return (name.strip(), rest.strip()) if mark else (bare, "")


def _said_next(lines: Sequence[Line], number: int) -> str:
    for line in lines[number + 1 : number + 3]:
        if line.section != "projects":
            return ""
        if len(line.text) >= 25 and not _ADDRESS.search(line.text):
            return line.text
        if line.is_bullet or not is_title(line.text):
            return ""
    return ""


def _education(lines: Sequence[Line]) -> list[Education]:
    found: list[Education] = []
    for line in lines:
        if line.section != "education" or len(line.text) > 200 or _ADDRESS.search(line.text):
            continue
        span = find_span(line.text)
        parts = [line.text[: span.at[0]], line.text[span.at[1] :]] if span else [line.text]
        pieces = [piece for part in parts for piece in _BETWEEN.split(part) if _SCHOOL.search(piece)]
        if pieces:
            found.append(Education(school=pieces[0].strip(" ,;:•")[:100], line=line.text))
    return found[:MOST]


def _claimed(lines: Sequence[Line]) -> int | None:
    """ "Over 10 years of …", as the person says it near the top; the largest of the first such line."""
    for line in lines[:40]:
        if line.section in (None, "summary") and (found := _CLAIM.search(line.text)):
            years = int(next(group for group in found.groups() if group))
            return years if 1 <= years <= 50 else None
    return None
