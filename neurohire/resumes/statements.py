"""Lines of a resume that a question can stand on, verbatim: achievements, projects, employment, education."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from neurohire.models.resumes_read import ResumeStatement
from neurohire.resumes.contact import email_spans
from neurohire.resumes.headings import Section, opens_with, section_of
from neurohire.resumes.skills import skills_in_line

Kind = Literal["achievement", "project", "employment", "education", "certificate"]
MAX_STATEMENTS = 60
SHORTEST, LONGEST = 20, 300
_BULLET = re.compile(r"^(?:[•◦▪▫●○■□§‣⁃∙·*»>«°¢◆–—-]|[oe](?=\s+\S{2}))\s*")
_SPAN = re.compile(
    r"\b(19|20)\d\d\b.{0,25}?(\b(19|20)\d\d\b|present|now|current|today|heute|aujourd|présent|actual|presente|obecnie|"
    r"praegu|günümüz|至今|现在|現在)",
    re.I,
)
_LABEL_ONLY = re.compile(r"^[^:：]{2,30}[:：]\s*$")
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
_PLACE = re.compile(r"^[A-Z][\w.'’ -]{2,25}, (?:[A-Z]{2,3}|[A-Z][a-zü]+(?: [A-Z][a-z]+)?)$")
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


def find_statements(text: str, skills: list[str]) -> list[ResumeStatement]:
    statements: list[ResumeStatement] = []
    seen: set[str] = set()
    section: Section | None = None
    repeated = {line for line, count in Counter(text.split("\n")).items() if count > 1}  # page headers
    for line, is_bullet in _whole_lines(text):
        opened = section_of(line)
        if opened is not None:
            section = opened
            continue
        if carried := opens_with(line):
            section = carried[0]
            line = carried[1]
        kind = _kind(line, section, is_bullet)
        if kind is None or line in repeated or line.lower() in seen:
            continue
        seen.add(line.lower())
        statements.append(ResumeStatement(kind=kind, text=line, skills=skills_in_line(line, skills)))
        if len(statements) == MAX_STATEMENTS:
            break
    return statements


def _kind(line: str, section: Section | None, is_bullet: bool) -> Kind | None:
    if not SHORTEST <= len(line) <= LONGEST and not (len(line) >= 10 and _is_dense(line)):
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
    if _SPAN.search(line) and len(_DATE_WORDS.sub("", line)) < 6:
        return None  # nothing but dates
    if section == "experience" and _is_employment(line, is_bullet):
        return "employment"
    if _PLACE.match(line):
        return None
    if section in ("education", "certificates") and len(line) < 12:
        return None
    return kind


def _is_dense(line: str) -> bool:
    """Chinese and Japanese say in ten characters what takes thirty in Latin script."""
    return len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]", line)) >= 8


def _is_employment(line: str, is_bullet: bool) -> bool:
    if re.search(r"\s(—|\||–)\s", line) and len(line) < 120 and not line.endswith("."):
        return True
    if is_bullet or line.endswith((".", "。", ";")) or _VERB.match(line):
        return False
    return bool(_SPAN.search(line)) or (len(line) < 80 and len(line.split()) <= 9)


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
            joint = "" if _is_dense(whole[-1][0]) else " "
            whole[-1] = (whole[-1][0] + joint + bare, whole[-1][1])
        elif bare:
            whole.append((bare, bool(bullet)))
        previous_length = len(raw)
    return whole


def _continues(last: str, line: str, previous_length: int) -> bool:
    if section_of(line) or section_of(last) or last.endswith((".", ":", "。", "!", "?")):
        return bool(_is_dense(last) and line[0] in "。，、")
    if len(last) > 2 * LONGEST or _PLACE.match(line):
        return False
    if (
        line[0].islower()
        or line[0] in "(&%,.，。、"
        or (line[0].isdigit() and previous_length > 70 and not _SPAN.search(line))
    ):
        return previous_length > 25
    if _is_dense(line) or _is_dense(last):
        return previous_length > 34 and not _SPAN.search(line)
    return previous_length > 75 and not _SPAN.search(line) and (last[-1].islower() or last.endswith(","))
