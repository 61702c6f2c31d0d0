"""Finds the title of a position: the first line of its description that reads like a role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from neurohire.positions.words import AFTER_ROLE, LABEL, ROLE, SEEKING

NO_TITLE = "Untitled position"
MAX_TITLE = 120
_MAX_WORDS = 10
_IMAGE = re.compile(r"!\[[^\]]{0,200}\]\([^)]{0,500}\)")
_LINK = re.compile(r"\[([^\]\[]{0,200})\]\([^)(]{0,500}\)")
_BLOCK_END = re.compile(r"</(?:h\d|p|div|li|tr|title)>|<br ?/?>", re.I)
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.I)
_MARKS = re.compile(r"^[\s#>*•●▪·_`=~-]+|[\s#*_`=~]+$")
_BULLET = re.compile(r"^\s*(?:[*•●▪·+-]|\d{1,2}[.)])\s+")
_SENTENCE = re.compile(
    r"^(?:we|you|our|your|as|this|if|in|at|join|about|what|why|how|are|wir|sie|du|als|nosotros|buscamos|nous|vous|"
    r"responsib\w+|requirements?|qualifications?|reports?\s+to|work\w*|must|experience\w*|bachelor\w*)\b",
    re.I,
)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def find_title(text: str) -> str:
    """The title, or a neutral name when nothing in the text reads like one."""
    lines = list(plain_lines(text))
    found = _from_lines(lines) or _from_sentence(" ".join(lines)) or _first_short(lines) or NO_TITLE
    return found[:MAX_TITLE].strip()


def plain_lines(text: str) -> Iterator[str]:
    """Lines without markup; a written-out \\n counts as a line break."""
    unfolded = text.replace("\\r\\n", "\n").replace("\\n", "\n")
    unfolded = _BLOCK_END.sub("\n", unfolded)
    for raw in _UNSEEN.sub("", unfolded.replace("\r", "\n")).split("\n"):
        without = _TAG.sub(" ", _LINK.sub(r"\1", _IMAGE.sub(" ", raw)))
        is_bullet = bool(_BULLET.match(without)) and not without.lstrip().startswith("**")
        line = " ".join(_MARKS.sub("", without).replace("**", "").split())
        if line:
            yield ("- " if is_bullet else "") + line


def _from_lines(lines: list[str]) -> str | None:
    after_label = False
    for line in lines:
        label = LABEL.match(line)
        rest = _once(line[label.end() :] if label else line)
        if (label or after_label) and _is_short(rest) and not _SENTENCE.match(rest):
            return rest
        after_label = bool(LABEL.match(line + ":")) and len(line.split()) <= 3
        if _reads_like_role(rest):
            return rest
        if found := _from_sentence(line):
            return found
    return None


def _reads_like_role(line: str) -> bool:
    if line.startswith("- ") or not _is_short(line) or _SENTENCE.match(line):
        return False
    return bool(ROLE.search(line)) and line[-1] not in ".:;!?"


def _from_sentence(line: str) -> str | None:
    for seeking in SEEKING.finditer(line):
        rest = line[seeking.end() :]
        end = AFTER_ROLE.search(rest)
        phrase = rest[: end.start()].strip(" ,:*") if end else rest
        role = ROLE.search(phrase)
        if role and 0 < len(phrase.split()) <= 7:
            return phrase[:1].upper() + phrase[1:]
    return None


def _first_short(lines: list[str]) -> str | None:
    """Better than nothing: the first heading-like line."""
    return next(
        (_once(line) for line in lines if _is_short(line) and line[-1] not in ".:;" and line[0] != "-"), None
    )


def _is_short(line: str) -> bool:
    return 0 < len(line.split()) <= _MAX_WORDS and len(line) <= MAX_TITLE and any(map(str.isalpha, line))


def _once(line: str) -> str:
    """Some pages paste their title twice without a gap."""
    half = len(line) // 2
    return line[:half] if len(line) > 8 and line[:half] == line[half:] else line
