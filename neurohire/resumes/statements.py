"""Lines of a resume that a question can stand on, verbatim: achievements, projects, employment, education."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Literal

from neurohire.models.resumes_read import ResumeStatement
from neurohire.resumes.contact import email_spans
from neurohire.resumes.dates import find_span
from neurohire.resumes.headings import Section
from neurohire.resumes.sections import LONGEST, PLACE, is_dense, read_lines
from neurohire.resumes.skills import skills_in_line

Kind = Literal["achievement", "project", "employment", "education", "certificate"]
MAX_STATEMENTS = 60
SHORTEST = 20
_SPAN = re.compile(
    r"\b(19|20)\d\d\b.{0,25}?(\b(19|20)\d\d\b|present|now|current|today|heute|aujourd|présent|actual|presente|obecnie|"
    r"praegu|günümüz|至今|现在|現在)",
    re.I,
)
_LABEL_ONLY = re.compile(r"^[^:：]{2,30}[:：]\s*$")
_LABEL = re.compile(r"^\W*[^:：]{1,25}[:：]|[^:：]{1,25}[:：]\s*$")
_DATE_WORDS = re.compile(
    r"^[^:：]{2,25}[:：]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|juin|okt|dez|ene|abr|ago)[^\W\d]{0,7}\b|"
    r"\b(?:to|till|until|since|present|now|current|today|ongoing|heute|seit|actual|presente|obecnie|praegu|günümüz|"
    r"présent|years?|months?)\b|至今|现在|現在|[年月]|[\d\W]",
    re.I,
)
_VERB = re.compile(
    r"^\w+(?:ed|ing)\b|^(?:led|built|grew|ran|won|wrote|taught|cut|drove|made|set|sold|oversaw|lead|spearhead)\b",
    re.I,
)
_KIND: dict[Section, Kind] = {
    "experience": "achievement",
    "projects": "project",
    "education": "education",
    "certificates": "certificate",
}
_WANTED_WITHOUT_SECTION = re.compile(
    r"\b(led|built|designed|developed|implemented|created|managed|reduced|increased|improved|launched|migrated|"
    r"automated|optimi[sz]ed|achieved|delivered|mentored|architected|deployed|established|grew|saved)\b",
    re.I,
)


def find_statements(
    text: str, skills: list[str], heads: Mapping[int, str] | None = None
) -> list[ResumeStatement]:
    """`heads`: which lines (see read_lines) open an employment, with the employer's name."""
    statements: list[ResumeStatement] = []
    seen: set[str] = set()
    employer = ""
    repeated = {line for line, count in Counter(text.split("\n")).items() if count > 1}  # page headers
    for number, line in enumerate(read_lines(text)):
        employer = (heads or {}).get(number, employer if line.section == "experience" else "")
        kind = _kind(line.text, line.section, line.is_bullet)
        if kind is None or line.text in repeated or line.text.lower() in seen:
            continue
        seen.add(line.text.lower())
        known = skills_in_line(line.text, skills)
        statements.append(ResumeStatement(kind=kind, text=line.text, skills=known, employer=employer))
        if len(statements) == MAX_STATEMENTS:
            break
    return statements


def _kind(line: str, section: Section | None, is_bullet: bool) -> Kind | None:
    if not SHORTEST <= len(line) <= LONGEST and not (len(line) >= 10 and is_dense(line)):
        return None
    if (
        len(line) > LONGEST
        or email_spans(line)
        or re.search(r"https?://|www\.", line)
        or _LABEL_ONLY.match(line)
    ):
        return None
    if section in ("contact", "skills", "languages", "other", "summary"):
        return None
    if section is None:
        return "achievement" if _WANTED_WITHOUT_SECTION.search(line) and len(line.split()) >= 5 else None
    kind = _KIND[section]
    if (_SPAN.search(line) and len(_DATE_WORDS.sub("", line)) < 6) or _is_dates(line):
        return None
    if section == "experience" and _is_employment(line, is_bullet):
        return "employment"
    if PLACE.match(line):
        return None
    if section in ("education", "certificates") and len(line) < 12:
        return None
    return kind


def _is_dates(line: str) -> bool:
    """From and to, and at most a word that names the field."""
    span = find_span(line)
    rest = f"{line[: span.at[0]]} {line[span.at[1] :]}" if span else line
    return span is not None and not re.search(r"\w\w", _LABEL.sub("", rest))


def _is_employment(line: str, is_bullet: bool) -> bool:
    if re.search(r"\s(—|\||–)\s", line) and len(line) < 120 and not line.endswith("."):
        return True
    if is_bullet or line.endswith((".", "。", ";")) or _VERB.match(line):
        return False
    return bool(_SPAN.search(line)) or (len(line) < 80 and len(line.split()) <= 9)
