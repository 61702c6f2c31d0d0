"""What changed between two versions of a question, part by part and word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from neurohire.models.questions import Question
from neurohire.questions import cases

_TOKEN = re.compile(r"\s+|[^\s]+")
MOST_TOKENS = 4000  # longer parts are shown whole, old and new
REWRITTEN = 0.5  # less in common than this part of the words: nobody can read it word by word


class Piece(NamedTuple):
    """Some words, and whether they stayed, came or went."""

    kind: Literal["same", "added", "gone"]
    words: str


class Change(NamedTuple):
    """One part of the question that is not as it was."""

    part: str
    pieces: list[Piece]


def changes(old: Question, new: Question) -> list[Change]:
    """Parts that differ, in the order of the form."""
    before, after = _parts(old), _parts(new)
    return [Change(part, diff(before[part], words)) for part, words in after.items() if before[part] != words]


def diff(old: str, new: str) -> list[Piece]:
    """Word by word; what was rewritten is shown whole, old and new."""
    one, two = _TOKEN.findall(old), _TOKEN.findall(new)
    is_long = len(one) + len(two) > MOST_TOKENS
    if is_long or SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio() < REWRITTEN:
        gap = "\n" if old and new else ""
        return [piece for piece in (Piece("gone", old + gap), Piece("added", new)) if piece.words]
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(one[a:b])))
            continue
        if a < b:
            pieces.append(Piece("gone", "".join(one[a:b])))
        if c < d:
            pieces.append(Piece("added", "".join(two[c:d])))
    return pieces


def _parts(question: Question) -> dict[str, str]:
    return {
        "Question": question.text,
        "Type": question.type.value,
        "Skill": question.skill,
        "Fields": ", ".join(question.fields),
        "Levels": ", ".join(question.levels),
        "Rubric": "\n".join(_rubric(question)),
        "Follow-ups": "\n".join(follow_up.text for follow_up in question.follow_ups),
        "Editor": "\n".join([", ".join(question.languages), question.starter]).strip(),
        "Test cases": "\n".join(map(cases.told, question.test_cases)),
    }


def _rubric(question: Question) -> list[str]:
    lines = []
    for criterion in question.rubric:
        lines.append(f"{criterion.name} (× {criterion.weight:g})")
        lines += [f"• {point}" for point in criterion.points]
        lines += [f"{number} {words}" for number, words in sorted(criterion.anchors.items())]
    return lines
