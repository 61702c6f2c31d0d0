"""The person's name: the line near the top that looks like one; none rather than a guess."""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib import resources

from neurohire.resumes.contact import email_spans
from neurohire.resumes.headings import is_heading

TOP_LINES = 25
ENOUGH = 3.0
LONGEST_LINE = 300
_PREFIX = re.compile(
    r"^\W*(curriculum\s+vitae|lebenslauf|resume|résumé|cv|personal\s+information|"
    r"(full\s+)?name|nom|nombre|nome|nazwisko|imię\s+i\s+nazwisko|vor-?\s*und\s+nachname|姓名|氏名|名前|الاسم|مسالا)"
    r"\s*(of|for|–|-|:|：|\|)?\s+|^\W*(姓名|氏名|名前)\s*[:：]\s*",
    re.I,
)
_SUFFIX = re.compile(r"\W+(curriculum\s+vitae|lebenslauf|resume|résumé|cv)\W*$", re.I)
_LABELLED = re.compile(
    r"^\W*((full\s+)?name|nom|nombre|nome|姓名|氏名|名前|imię\s+i\s+nazwisko)\s*[:：]", re.I
)
_SPLIT = re.compile(r"\s+[-–—|•·*,/]\s+|\s*[|,;•·:：]\s*|\s{3,}|\s[-–—]|[-–—]\s")
_PARTICLES = {
    "de", "del", "della", "der", "den", "di", "da", "dos", "das", "van", "von", "zu", "la", "le", "el", "al",
    "bin", "ibn", "ben", "abu", "y", "e", "ter", "ten", "af", "av", "san", "st", "mac", "mc", "o", "d", "i",
}  # fmt: skip
_TITLES = {
    "dr",
    "prof",
    "mr",
    "mrs",
    "ms",
    "ing",
    "dipl",
    "mag",
    "phd",
    "msc",
    "bsc",
    "mba",
    "md",
    "jr",
    "sr",
    "ii",
    "iii",
    "cpa",
    "pmp",
}
_OWN_SCRIPT = re.compile(r"^[\u4e00-\u9fff\u3040-\u30ff\uac00-\ud7af·]{2,8}$")


def find_name(lines: list[str], email: str | None, file_name: str) -> str | None:
    """Several weak signs are added up; the best piece of a line near the top wins."""
    local = _plain(email.partition("@")[0]) if email else ""
    file_words = set(re.findall(r"[a-z]{2,}", _plain(file_name.rpartition(".")[0] or file_name)))
    best: tuple[float, str] | None = None
    seen_text = 0
    for line in lines[: TOP_LINES * 2]:
        if not line.strip():
            continue
        seen_text += 1
        if seen_text > TOP_LINES:
            break
        labelled = bool(_LABELLED.match(line))
        for position, piece in enumerate(_pieces(line[:LONGEST_LINE], local)):
            score = _score(piece, local, file_words) - 0.12 * seen_text - 0.5 * position + 2.0 * labelled
            if score >= ENOUGH and (best is None or score > best[0]):
                best = (score, piece)
    return _tidy(best[1]) if best else None


def _pieces(line: str, local: str) -> list[str]:
    turned = re.fullmatch(r"([^\W\d]+), ([^\W\d]+(?: [^\W\d]+)?)", line.strip())
    if turned and len(turned[1]) > 2 and _plain(turned[1]) in local:
        return [f"{turned[2]} {turned[1]}"]  # "Lee, Ann" and the address agrees
    for start, end in reversed(email_spans(line)):
        line = f"{line[:start]} | {line[end:]}"
    for _ in range(2):
        line = _SUFFIX.sub("", _PREFIX.sub("", line))
    return [piece.strip(" .•*-–—") for piece in _SPLIT.split(line)[:4] if piece and piece.strip()]


def _score(piece: str, local: str, file_words: set[str]) -> float:
    if len(piece) > 60 or re.search(r"[\d@<>{}=\\/\[\]_#&\"!?%$]", piece):
        return 0.0
    if _OWN_SCRIPT.match(piece):
        return 3.4 if 2 <= len(piece) <= 4 and not is_heading(piece) else 0.0
    words = [word for word in re.split(r"[\s]+", re.sub(r"\([^)]*\)", "", piece)) if word]
    named = [word for word in words if word.strip(".,").lower() not in _TITLES]
    if not 2 <= len(named) <= 5 or is_heading(piece):
        return 0.0
    if not all(_is_name_word(word) for word in named) or any(_plain_word(w) in _not_names() for w in named):
        return 0.0
    if sum(word.lower() not in _PARTICLES for word in named) < 2:
        return 0.0
    score = 3.6 + (0.4 if len(named) <= 3 else 0.0)
    plain = [_plain(word) for word in named if len(word) > 1]
    score += 1.5 * min(2, sum(word in local for word in plain if len(word) > 2))
    score += 0.5 * sum(word in file_words for word in plain)
    return score


def _is_name_word(word: str) -> bool:
    bare = word.strip(".,'’")
    if bare.lower() in _PARTICLES:
        return True
    letters = re.sub(r"['’.-]", "", bare)
    if not letters or not letters.isalpha():
        return False
    if re.match(r"[\u3040-\u30ff\u4e00-\u9fff]", bare):
        return len(bare) <= 3  # longer words in these scripts are phrases
    return unicodedata.category(bare[0]) in ("Lu", "Lt", "Lo")


def _plain_word(word: str) -> str:
    return word.strip(".,'’").lower()


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ł", "l").replace("ı", "i")


def _tidy(name: str) -> str:
    words = [word for word in name.split() if word.strip(".,").lower() not in _TITLES]
    text = " ".join(words).strip(" ,.-")
    if text.isupper() and len(text) > 4:
        text = " ".join(
            part.capitalize() if len(part) > 2 or "." not in part else part for part in text.split()
        )
    return text[:120]


@functools.cache
def _not_names() -> frozenset[str]:
    """Words of titles, headings and places that open a resume as often as a name does."""
    source = resources.files("neurohire.resumes").joinpath("not_names.txt").read_text(encoding="utf-8")
    return frozenset(source.split())
