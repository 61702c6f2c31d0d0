"""What every grader takes and gives: an answer in parts, and points per criterion with verbatim quotes."""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from neurohire.grading.cautions import is_blank
from neurohire.models.questions import MAX_POINTS, Question

Points = Annotated[int, Field(ge=0, le=MAX_POINTS)]


class AnswerPart(BaseModel):
    """One text of an answer: the answer itself, a follow-up's answer, a file of code."""

    model_config = ConfigDict(frozen=True)
    key: str
    mode: Literal["text", "speech", "code"] = "text"
    text: str


class AnswerText(BaseModel):
    """Everything one person answered to one question, with no word about who it is."""

    model_config = ConfigDict(frozen=True)
    parts: list[AnswerPart] = []

    def is_blank(self) -> bool:
        """Asked and left empty: scores 0 in the arithmetic, no grader is needed."""
        return all(is_blank(part.text) for part in self.parts)

    def part(self, key: str) -> AnswerPart | None:
        return next((part for part in self.parts if part.key == key), None)


class Quote(BaseModel):
    """Words of the answer, verbatim: `text` stands at start..end (code points) of that part."""

    model_config = ConfigDict(frozen=True)
    part: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: str


class CriterionGrade(BaseModel):
    """Points for one criterion; None is "not assessed", and the reason says why."""

    model_config = ConfigDict(frozen=True)
    criterion: str
    points: Points | None
    reason: str
    quotes: list[Quote] = []


class Grading(BaseModel):
    """A suggestion for one answer. `grader` is name and version, stored with every score."""

    model_config = ConfigDict(frozen=True)
    criteria: list[CriterionGrade]
    grader: str
    rubric_version: int


class Grader(Protocol):
    """Anything that suggests scores; the embedded one needs no outside service."""

    def grade(self, question: Question, answer: AnswerText) -> Grading: ...
