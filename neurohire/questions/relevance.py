"""How well a bank question fits a position and a resume."""

from __future__ import annotations

import hashlib

from neurohire.models.questions import Question
from neurohire.models.resumes_read import ResumeFacts
from neurohire.questions.background import level_of
from neurohire.questions.related import topics_of
from neurohire.questions.request import PositionBrief
from neurohire.questions.skill_names import skill_key, skill_keys
from neurohire.vocabulary import Level, QuestionType

# Below FITTING a question is only taken when nothing better keeps the sets apart.
FITTING = 1.0
_BOTH, _POSITION, _RELATED, _FIELD, _SOFTWARE = 5.0, 4.0, 3.2, 2.5, 2.0
_GENERAL, _NEIGHBOUR, _FAMILY, _FAR = 1.8, 1.4, 0.8, 0.1

TECHNICAL_FIELDS = frozenset(
    (
        *("software", "frontend", "backend", "data", "ml"),
        *("security", "infrastructure", "mobile", "embedded", "qa"),
    )
)
_PAIRS = (
    "software-backend software-frontend software-mobile software-embedded software-qa "
    "software-infrastructure backend-data backend-infrastructure backend-security "
    "frontend-mobile frontend-design data-ml "
    "infrastructure-security sales-marketing sales-support finance-operations people-management "
    "product-design product-marketing product-management operations-management "
    "operations-support management-software"
)
_NEIGHBOURS = frozenset(frozenset(pair.split("-")) for pair in _PAIRS.split())
_LEVELS = list(Level)


def jitter(seed: int | str, name: str) -> float:
    """0 to 1, always the same for the same seed and name: variety that can be repeated."""
    digest = hashlib.blake2b(f"{seed}\n{name}".encode("utf-8", "replace"), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


class Relevance:
    """Scores questions for one candidate of one position."""

    def __init__(self, position: PositionBrief, facts: ResumeFacts, seed: int | str) -> None:
        self._position = position
        self._wanted = skill_keys(position.skills)
        self._known = skill_keys([*facts.skills, *(s for line in facts.statements for s in line.skills)])
        self._wanted_topics = topics_of(self._wanted)
        self._known_topics = topics_of(self._known)
        self._level = level_of(facts)
        self._seed = seed

    def of(self, question: Question) -> float | None:
        """The higher the better; None means never for this role."""
        if question.type is QuestionType.CODING and not self._position.is_technical:
            return None
        base = self._tier(question)
        if base <= _FAR and self._is_absurd(question):
            return None
        base += 0.3 if self._level in question.levels else 0.0  # the position's level weighs more
        return base - self._level_gap(question) * 0.7 + jitter(self._seed, question.id) * 0.6

    def knows(self, skill: str) -> bool:
        return skill_key(skill) in self._known

    def wants(self, skill: str) -> bool:
        return skill_key(skill) in self._wanted

    def _tier(self, question: Question) -> float:
        key = skill_key(question.skill)
        known = key in self._known or key in self._known_topics
        if key in self._wanted:
            return _BOTH if known else _POSITION
        if key in self._wanted_topics:
            return _RELATED + (0.5 if known else 0.0)
        base = self._field_tier(question)
        return base + (0.5 if known and base > _FAR else 0.0)

    def _field_tier(self, question: Question) -> float:
        here, there = self._position.field, frozenset(question.fields)
        if here in there:
            return _FIELD
        if not there or "general" in there:
            # Questions for any role say little about technical depth.
            is_depth = question.type is QuestionType.TECHNICAL and self._position.is_technical
            return _NEIGHBOUR if is_depth else _GENERAL
        if there <= TECHNICAL_FIELDS and not self._position.is_technical:
            return _FAR
        if "software" in there and here in TECHNICAL_FIELDS:
            return _SOFTWARE
        if any(frozenset((here, field)) in _NEIGHBOURS for field in there):
            return _NEIGHBOUR
        return _FAMILY if self._position.is_technical and there & TECHNICAL_FIELDS else _FAR

    def _is_absurd(self, question: Question) -> bool:
        """A trade of which neither the role nor the resume says anything."""
        if question.type in (QuestionType.TECHNICAL, QuestionType.CODING):
            return True
        return not self._position.is_technical and set(question.fields) <= TECHNICAL_FIELDS

    def _level_gap(self, question: Question) -> int:
        if not question.levels:
            return 0
        here = _LEVELS.index(self._position.level)
        return min(abs(_LEVELS.index(level) - here) for level in question.levels)
