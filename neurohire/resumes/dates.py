"""From–to in a line of a resume, in the languages resumes are most often written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january janvier januar jänner enero gennaio janeiro styczeń stycznia jaanuar ocak يناير januari",
    "february février februar febrero febbraio fevereiro luty lutego veebruar şubat فبراير februari",
    "march mars märz marzo março marzec marca märts mart مارس maart",
    "april avril abril aprile kwiecień kwietnia aprill nisan أبريل ابريل",
    "may mai mayo maggio maio maj maja mayıs مايو mei",
    "june juin juni junio giugno junho czerwiec czerwca juuni haziran يونيو",
    "july juillet juli julio luglio julho lipiec lipca juuli temmuz يوليو",
    "august août agosto sierpień sierpnia ağustos أغسطس augustus",
    "september septembre septiembre settembre setembro wrzesień września eylül سبتمبر",
    "october octobre oktober octubre ottobre outubro październik października oktoober ekim أكتوبر",
    "november novembre noviembre novembro listopad listopada kasım نوفمبر",
    "december décembre dezember diciembre dicembre dezembro grudzień grudnia detsember aralık ديسمبر",
)
_PRESENT = (
    "present now current currently today ongoing heute aktuell jetzt aujourd'hui aujourd’hui présent actuel "
    "actuellement actual actualidad actualmente presente hoy oggi attuale atual obecnie teraz praegu "
    "tänaseni günümüz halen heden 至今 现在 現在 今 الحالي الآن"
)


def _forms() -> dict[str, int]:
    """Full names, and their beginnings of three and four letters: Jan, Sept, févr."""
    found: dict[str, int] = {}
    for number, names in enumerate(_MONTHS, 1):
        for name in names.split():
            for form in (name, name[:3], name[:4]):
                found.setdefault(_plain(form), number)
    return found


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.lower())
    return "".join(sign for sign in folded if not unicodedata.combining(sign)).replace("ı", "i")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_MONTH_OF = _forms()
_YEAR = r"(?<![\d.,])(?:19[5-9]\d|20[0-4]\d)(?![\d%])"
_MONTH = rf"(?<!\w)(?:{_any(_MONTH_OF)})(?!\w)\.?"
_POINT = (
    rf"(?:{_YEAR}\s*年(?:\s*\d{{1,2}}\s*月)?|\d{{1,2}}\s?[/.]\s?{_YEAR}|{_YEAR}[/.]\d{{1,2}}(?!\d)"
    rf"|{_MONTH},?\s+(?:de\s+|of\s+)?{_YEAR}|{_YEAR}\s+(?:o\s+)?{_MONTH}|{_YEAR})"
)
_NOW = rf"(?:{_any(map(_plain, _PRESENT.split()))})"
_BETWEEN = r"\s*(?:[-\u2010-\u2015~～/]|to|until|till|bis|à|a|al|hasta|do|kuni|至|から)+\s*"
_SPAN = re.compile(
    rf"(?<!\d-)({_POINT}|{_NOW})(?:{_BETWEEN})({_POINT}|{_NOW})(?!-\d)"
    rf"|(?:since|seit|depuis|desde|od|alates|sinds)\s+({_POINT})",
    re.I,
)
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Span:
    """Year and month (0: not said) of both ends; no end: until today. `at` is its place in the line."""

    start: tuple[int, int]
    end: tuple[int, int] | None
    at: tuple[int, int]


def find_span(line: str) -> Span | None:
    """The first from–to of a line. Right-to-left lines may have the later end first."""
    text = _same_length(line)
    for found in _SPAN.finditer(text):
        if found[3]:
            start = _point(found[3])
            return Span(start, None, found.span()) if start else None
        first, second = _point(found[1]), _point(found[2])
        if first is None and second is None:
            continue
        if first is None or (second is not None and second < first):
            first, second = second, first
        if first is not None:
            return Span(first, second, found.span())
    return None


def months_between(span: Span, today: date) -> tuple[int, int]:
    """Both ends as counted months; an end without its month ends where it began in that year."""
    end = span.end or (today.year, today.month)
    start_month, end_month = span.start[1], end[1]
    if not (start_month and end_month):
        return span.start[0] * 12, end[0] * 12
    return span.start[0] * 12 + start_month - 1, end[0] * 12 + end_month


def years_of(spans: Iterable[Span], today: date) -> float | None:
    """Years that the spans cover together, what overlaps counted once; None when they say nothing."""
    total, reached = 0, -1
    for start, end in sorted(months_between(span, today) for span in spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return round(total / 12, 1) if total else None


def _point(text: str) -> tuple[int, int] | None:
    """(year, month); None is "today"."""
    year = re.search(_YEAR, text)
    if year is None:
        return None
    rest = text[: year.start()] + " " + text[year.end() :]
    digits = _DIGITS.search(rest)
    if digits:
        month = int(digits.group())
        return int(year.group()), month if 1 <= month <= 12 else 0
    words = re.findall(r"[^\W\d_]+", rest)
    return int(year.group()), next((_MONTH_OF[word] for word in words if word in _MONTH_OF), 0)


def _same_length(line: str) -> str:
    """Lower case without accents, sign by sign, so that places stay right."""
    return "".join((_plain(sign) or " ")[0] for sign in line)
