"""Skills by a curated list: canonical names, other spellings and a field each; nothing outside the list."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

import yaml

from neurohire.resumes.headings import opens_with, section_of

MAX_WORDS = 5
ONLY_LISTED = "general"  # "research", "teamwork": a skill only where a person lists it as one
_ADDRESS = re.compile(r"(?<!\S)\S{1,80}@\S{1,80}|(?:https?://|www\.)\S{1,400}")  # outlook.com is no skill
TOPIC_FIELDS = frozenset({"sales", "finance", "people", "support", "marketing", "operations", "management"})
TOPIC_COUNT = 3  # "sales" said three times, or in the title, is what the text is about
TITLE_LINES = 3
_WORD = re.compile(r"\.net\b|[^\W_]+(?:'s\b)?(?:\+\+|#)?", re.I)
_INNER_GAP = re.compile(r"^(?:[ \-./&!]{0,3}|\n)$")
_LIST_GAP = re.compile(r"[,;|/•·:()\[\]\n、，；：*&+>=–—]|\s-\s")
_LOOSE = frozenset({"and", "or", "und", "et", "y", "i", "e", "ja", "ve", "with", "using"})


@dataclass(frozen=True)
class Skill:
    name: str
    field: str


@dataclass(frozen=True)
class _Match:
    skill: Skill
    first: int  # index of its first and last word
    last: int
    doubtful: bool
    by_capital: bool  # a product named after an everyday word: its capital tells


@dataclass(frozen=True)
class _Words:
    text: str
    spans: list[tuple[int, int]]
    lower: list[str]

    def gap(self, index: int) -> str:
        """What stands before the word `index` (after the last word: the rest)."""
        start = self.spans[index - 1][1] if index > 0 else 0
        end = self.spans[index][0] if index < len(self.spans) else len(self.text)
        return self.text[start:end]


@dataclass(frozen=True)
class _Catalogue:
    by_words: dict[tuple[str, ...], tuple[Skill, str]]
    doubtful: frozenset[str]
    by_capital: frozenset[str]
    openers: frozenset[str]  # first words of all terms: most words of a text open none


def find_skills(text: str) -> list[str]:
    """Canonical names, those of the skill section first, each once."""
    sections = _by_section(_ADDRESS.sub(" | ", text))
    listed = _names(sections[0], in_list=True)
    return list(dict.fromkeys([*listed, *_names(sections[1], in_list=False)]))


def skills_in_line(line: str, known: Iterable[str]) -> list[str]:
    """Which of the skills already found a single line speaks of."""
    allowed = set(known)
    words = _words(line)
    return list(dict.fromkeys(m.skill.name for m in _matches(words) if m.skill.name in allowed))


def canonical_skill(name: str) -> str | None:
    """The listed name of a spelling, or None when the list does not have it."""
    found = _catalogue().by_words.get(tuple(_words(name).lower))
    return found[0].name if found else None


def field_of(skill: str) -> str | None:
    found = _catalogue().by_words.get(tuple(_words(skill).lower))
    return found[0].field if found else None


def all_skills() -> list[Skill]:
    return list(dict.fromkeys(skill for skill, _ in _catalogue().by_words.values()))


def _by_section(text: str) -> tuple[str, str]:
    """Text of skill sections, and all other text."""
    parts: tuple[list[str], list[str]] = ([], [])
    inside = False
    for line in text.split("\n"):
        section = section_of(line)
        opened = opens_with(line)
        if section:
            inside = section == "skills"
        elif opened and opened[0] != "contact" and not (inside and opened[0] == "languages"):
            parts[0 if opened[0] == "skills" else 1].append(opened[1])
            continue
        parts[0 if inside else 1].append(line)
    return "\n".join(parts[0]), "\n".join(parts[1])


def _names(text: str, in_list: bool) -> list[str]:
    words = _words(text)
    matches = _matches(words)
    ends = {match.last + 1: match for match in matches}
    starts = {match.first: match for match in matches}
    names: list[str] = []
    topics: Counter[str] = Counter()
    for match in matches:
        if match.skill.field == ONLY_LISTED and not in_list:
            continue
        firm = not (match.doubtful or match.by_capital) or (
            match.by_capital and _is_named(words, match.first)
        )
        if firm or _stands_in_list(words, match, starts, ends, in_list):
            names.append(match.skill.name)
        elif match.skill.field in TOPIC_FIELDS and not match.by_capital:
            start = words.spans[match.first][0]
            in_title = words.text[start].isupper() and words.text.count("\n", 0, start) < TITLE_LINES
            topics[match.skill.name] += TOPIC_COUNT if in_title else 1
    return names + [name for name, count in topics.items() if count >= TOPIC_COUNT]


def _is_named(words: _Words, index: int) -> bool:
    """Written with a capital that no beginning of a sentence explains."""
    starts_sentence = index == 0 or re.search(r"[\n.!?•:]", words.gap(index))
    return words.text[words.spans[index][0]].isupper() and not starts_sentence


def _stands_in_list(
    words: _Words, match: _Match, starts: dict[int, _Match], ends: dict[int, _Match], in_list: bool
) -> bool:
    """An everyday word counts between separators; outside a skill section it needs a skill beside it."""
    before, after = ends.get(match.first), starts.get(match.last + 1)
    left = bool(_LIST_GAP.search(words.gap(match.first))) or match.first == 0
    right = bool(_LIST_GAP.search(words.gap(match.last + 1))) or match.last + 1 == len(words.spans)
    if in_list:
        return (left or before is not None or _is_loose(words, match.first - 1)) and (
            right or after is not None or _is_loose(words, match.last + 1)
        )
    beside = [near for near in (before, after) if near is not None and near.skill != match.skill]
    if not any(not near.doubtful for near in beside):
        return len(beside) == 2 and left and right
    return (left or before is not None) and (right or after is not None)


def _is_loose(words: _Words, index: int) -> bool:
    return 0 <= index < len(words.lower) and words.lower[index] in _LOOSE


def _matches(words: _Words) -> list[_Match]:
    """Longest first, left to right, no overlaps."""
    catalogue = _catalogue()
    found: list[_Match] = []
    index = 0
    while index < len(words.lower):
        match = _longest(words, index, catalogue) if words.lower[index] in catalogue.openers else None
        if match is None:
            index += 1
            continue
        found.append(match)
        index = match.last + 1
    return found


def _longest(words: _Words, index: int, catalogue: _Catalogue) -> _Match | None:
    for length in range(min(MAX_WORDS, len(words.lower) - index), 0, -1):
        known = catalogue.by_words.get(tuple(words.lower[index : index + length]))
        if known is None or not all(_INNER_GAP.match(words.gap(i)) for i in range(index + 1, index + length)):
            continue
        skill, term = known
        written = words.text[words.spans[index][0] : words.spans[index + length - 1][1]]
        doubtful = term in catalogue.doubtful
        if (
            doubtful
            and skill.name[0].isupper()
            and length == 1
            and len(term) < 4
            and not written[0].isupper()
        ):
            continue  # `go`, `c`, `rest`, `r` in running text
        return _Match(skill, index, index + length - 1, doubtful, term in catalogue.by_capital)
    return None


def _words(text: str) -> _Words:
    found = list(_WORD.finditer(text))
    return _Words(text, [m.span() for m in found], [m.group(0).lower().removesuffix("'s") for m in found])


@functools.cache
def _catalogue() -> _Catalogue:
    source = resources.files("neurohire.resumes").joinpath("skills.yaml").read_text(encoding="utf-8")
    content = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (safe loaders)
    by_words: dict[tuple[str, ...], tuple[Skill, str]] = {}
    for field, entries in content["fields"].items():
        for name, others in entries.items():
            skill = Skill(str(name), field)
            for term in [skill.name, *str(others or "").split(";")]:
                if words := tuple(_words(term).lower):
                    by_words.setdefault(words, (skill, term.strip().lower()))
    doubtful = frozenset(str(term).lower() for term in content["needs_a_list"])
    by_capital = frozenset(str(term).lower() for term in content["needs_a_capital"])
    return _Catalogue(by_words, doubtful, by_capital, frozenset(words[0] for words in by_words))
