"""The line that names an employer and a title: its pieces, all of them verbatim; empty when unsure."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from importlib import resources

LONGEST_HEADER = 120
LONGEST_NAME = 70
_APART = re.compile(
    r"\s[-\u2013\u2014|•·]\s|\s*[|\u2014]\s*|,\s+|،\s*|\s+@\s+|\s+(?:at|bei|chez)\s+(?=[A-Z])"
)
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\s*")
_LEGAL = re.compile(
    r"(?:inc|ltd|llc|llp|gmbh|ag|kg|se|sa|s\.a|s\.l|sl|srl|bv|b\.v|nv|oy|ab|as|plc|corp|co|pty ltd|ou|oü)\.?",
    re.I,
)
_LEGAL_END = re.compile(rf"\s{_LEGAL.pattern}$", re.I)
_LABEL = re.compile(r"^[^\d:：]{2,25}[:：]\s*")
_EDGE = " \t,;:|–—-•·()（）"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_WIDE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@dataclass(frozen=True)
class Header:
    """What a line names. A title alone, or nothing, is possible."""

    employer: str = ""
    title: str = ""


def read_header(line: str) -> Header:
    """`Contoso, Ltd., Buffalo, NY — Engineer`, `Engineer | TechCorp`, `Data Engineer, QuantX (Beijing)`."""
    pieces = _pieces(line)
    titles = [piece for piece in pieces if is_title(piece)]
    if not titles:
        return Header()
    title = max(titles, key=lambda piece: (not _LEGAL_END.search(piece), -pieces.index(piece)))
    rest = [piece for piece in pieces if piece not in titles]
    first = next((piece for piece in rest if not _LEGAL.fullmatch(piece)), "")
    return Header(_named(_with_legal_form(line, first, pieces)), _named(title))


def first_name(line: str) -> str:
    """The employer of a line that has no title: the first piece before a place."""
    pieces = _pieces(line)
    return _named(_with_legal_form(line, pieces[0], pieces)) if pieces else ""


def is_title(piece: str) -> bool:
    """Whether a job title stands in these few words."""
    if len(piece) > LONGEST_NAME or piece.endswith("."):
        return False
    exact, begins, inside, wide = _words()
    plain = [_plain(word) for word in _WORD.findall(piece)]
    if any(word in exact for word in plain for word in (word, *word.split("-"))):
        return True
    if any(word.startswith(begins) or any(stem in word for stem in inside) for word in plain):
        return True
    return any(word in piece for word in wide)


def without_label(line: str) -> str:
    """`Dates: 2019 – 2021` without what names the field."""
    return _LABEL.sub("", line)


def _pieces(line: str) -> list[str]:
    bare = _BRACKETS.sub(" | ", line)
    return [piece for piece in (part.strip(_EDGE) for part in _APART.split(bare)) if piece]


def _with_legal_form(line: str, name: str, pieces: list[str]) -> str:
    """`Contoso` and `Ltd.` stand in two pieces of one name."""
    at = pieces.index(name) + 1 if name in pieces else len(pieces)
    if at < len(pieces) and _LEGAL.fullmatch(pieces[at]):
        found = re.search(rf"{re.escape(name)},?\s+{re.escape(pieces[at])}\.?", line)
        return found.group() if found else name
    return name


def _named(name: str) -> str:
    """Nothing rather than a sentence or a number."""
    letters = sum(sign.isalpha() for sign in name)
    if len(name) > LONGEST_NAME or letters < 2 or "@" in name or "://" in name:
        return ""
    return name


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.lower())
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    return bare.replace("ı", "i").replace("ł", "l")


@functools.cache
def _words() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Whole words, beginnings, parts of longer words, and signs of scripts without spaces."""
    source = resources.files("neurohire.resumes").joinpath("job_titles.txt").read_text(encoding="utf-8")
    words = " ".join(line for line in source.splitlines() if not line.startswith("#")).split()
    wide = [word for word in words if not word[0].isascii()]
    latin = [word for word in words if word[0].isascii()]
    inside = [word.strip("*") for word in latin if word.startswith("*")]
    begins = [word.strip("*") for word in latin if word.endswith("*") and not word.startswith("*")]
    exact = [word for word in latin if "*" not in word]
    return frozenset(exact), tuple(begins), tuple(inside), tuple(wide)
