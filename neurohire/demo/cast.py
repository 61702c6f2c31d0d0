"""Who is in the demo and what they say, from texts/*.yaml. Everybody is invented."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from neurohire.models.questions import Criterion, FollowUp
from neurohire.vocabulary import Level, Outcome, PolicyMode, QuestionType

TEXTS = Path(__file__).parent / "texts"
MARK = "(Demo)"


class Story(StrEnum):
    """How far a person gets."""

    NEEDS_EMAIL = "needs_email"
    INVITED = "invited"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    LIVE = "live"
    SUBMITTED = "submitted"
    NO_SUGGESTIONS = "no_suggestions"  # handed in, and did not agree to suggested scores
    TIME_UP = "time_up"
    TERMINATED = "terminated"
    REVIEWED = "reviewed"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Said(_Part):
    """The answer to one question: by id in the bank, "resume", or number of the position's own question."""

    text: str
    code: str = ""
    follow_ups: list[str] = []


class Decided(_Part):
    outcome: Outcome
    reason: str


class Override(_Part):
    """A human's score instead of a suggested one, on the question's first line."""

    question: str
    points: int
    reason: str


class Person(_Part):
    name: str
    email: str
    file: str
    story: Story
    days: int  # how long ago the resume came
    resume: str
    answers: dict[str, Said] = {}
    speaks: list[str] = []  # the questions answered by voice
    notes: Decided | None = None
    override: Override | None = None

    @field_validator("answers", mode="before")
    @classmethod
    def _named(cls, value: dict[object, object]) -> dict[str, object]:
        return {str(key): item for key, item in value.items()}

    @field_validator("speaks", mode="before")
    @classmethod
    def _all_named(cls, value: list[object]) -> list[str]:
        return [str(item) for item in value]

    @property
    def shown_name(self) -> str:
        """Nobody may take them for real."""
        return f"{self.name} {MARK}"


class OwnQuestion(_Part):
    """A question of this position only, with its rubric."""

    type: QuestionType
    skill: str
    text: str
    rubric: list[Criterion]
    follow_ups: list[FollowUp] = []


class Opening(_Part):
    """A position with its people."""

    title: str
    level: Level
    field: str
    language: str
    minutes: int
    skills: list[str]
    counts: dict[QuestionType, int]
    description: str
    policy: PolicyMode = PolicyMode.OBSERVE
    pins: list[str] = []
    questions: list[OwnQuestion] = []
    people: list[Person]


def openings() -> list[Opening]:
    """In the order in which they are made."""
    names = ("german", "data", "product", "backend")
    return [
        Opening.model_validate(yaml.safe_load((TEXTS / f"{name}.yaml").read_text("utf-8"))) for name in names
    ]
