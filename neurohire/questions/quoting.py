"""Makes a line of a resume fit to be quoted inside a question; it is data and is only ever quoted."""

from __future__ import annotations

import hashlib
import re
import unicodedata

MAX_QUOTE = 220
_JOINERS = "\u200c\u200d"  # needed to write Persian, Indic scripts and many emoji
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_BULLET = re.compile(r"^(?:[•●▪■◦‣∙·○►✓➢*–—-]+\s+)+")
_DOUBLE_QUOTES = re.compile(r"[\"“”„‟«»＂「」『』]")
_MIN_LETTERS = 12


def clean(text: str) -> str:
    """The line without control, direction and invisible signs, white space folded; markup stays text."""
    whole = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())
    return " ".join("".join(map(_kept, whole)).split())


def quotable(text: str) -> str:
    """The line as it stands between “ and ”: at most 220 signs, cut at a word, its own quotes in pairs."""
    line = _BULLET.sub("", clean(text))
    return _balanced(_cut(line)).rstrip(" .;,:") if len(line) <= MAX_QUOTE else _balanced(_cut(line))


def is_quotable(text: str) -> bool:
    """Whether a question can stand on this line at all."""
    return sum(letter.isalpha() for letter in quotable(text)) >= _MIN_LETTERS or _is_wide(text)


def fact_hash(text: str) -> str:
    """Short and stable name of a line, the same for two resumes that hold the same line."""
    folded = quotable(text).casefold()
    return hashlib.blake2b(folded.encode(), digest_size=5).hexdigest()


def _kept(letter: str) -> str:
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter) in _UNSEEN and letter not in _JOINERS else letter


def _cut(line: str) -> str:
    if len(line) <= MAX_QUOTE:
        return line
    head = line[: MAX_QUOTE - 1]
    at_word = head.rsplit(" ", 1)[0] if " " in head[MAX_QUOTE // 2 :] else head
    return at_word.rstrip(" .;,:") + "…"


def _balanced(line: str) -> str:
    """Inner double quotes become single ones in pairs; one left over is dropped."""
    marks = list(_DOUBLE_QUOTES.finditer(line))
    pairs = len(marks) // 2 * 2
    parts: list[str] = []
    start = 0
    for index, mark in enumerate(marks):
        sign = ("‘" if index % 2 == 0 else "’") if index < pairs else ""
        parts += [line[start : mark.start()], sign]
        start = mark.end()
    return "".join([*parts, line[start:]]).strip()


def _is_wide(text: str) -> bool:
    """Chinese, Japanese and Korean say in six signs what others say in twelve."""
    return sum(unicodedata.east_asian_width(letter) == "W" and letter.isalpha() for letter in text) >= 6
