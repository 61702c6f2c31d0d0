"""What a question is: text, type and a rubric that a stranger could apply."""

from __future__ import annotations

import json
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)

from neurohire.vocabulary import Level, QuestionSource, QuestionType


def _whole_keys(value: object) -> object:
    """JSON has only text keys: "0" is 0 again."""
    if isinstance(value, dict):
        return {int(k) if isinstance(k, str) and k.isdigit() else k: v for k, v in value.items()}
    return value


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=400)]
MOST_CASES, MOST_OF_A_CASE = 20, 10_000
MAX_POINTS = 4  # a criterion is scored 0..4


class Criterion(BaseModel):
    """One line of a rubric, scored 0 to 4.

    `points` are the expected points: short separate sentences, so that coverage can be
    checked point by point. `anchors` says in words what each of the scores 0..4 means.
    """

    model_config = ConfigDict(extra="forbid")
    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
    name: Line
    weight: Annotated[float, Field(gt=0, le=5)] = 1.0
    points: Annotated[list[Line], Field(min_length=1, max_length=8)]
    anchors: Annotated[
        dict[Literal[0, 1, 2, 3, 4], Line], BeforeValidator(_whole_keys), Field(min_length=5, max_length=5)
    ]


class FollowUp(BaseModel):
    """Asked when the answer does not touch `criterion`; never hints at the rubric."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=400)]
    criterion: str


class CodeCase(BaseModel):
    """One test of the candidate's code: a call of its function, or a run of the whole program.

    A call's value is compared as JSON, a program's output as text. JavaScript may spell `a_name` as `aName`.
    """

    model_config = ConfigDict(extra="forbid")
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""
    function: Annotated[str, StringConstraints(pattern=r"^([A-Za-z_][A-Za-z0-9_]{0,59})?$")] = ""
    args: Annotated[list[JsonValue], Field(max_length=8)] = []
    stdin: Annotated[str, StringConstraints(max_length=4000)] = ""
    expected: JsonValue = None
    hidden: bool = False  # never reaches the candidate's page: runs in an interviewer's browser only

    @model_validator(mode="after")
    def one_of_both(self) -> Self:
        """Either a call without input, or a program without arguments whose output is text."""
        if self.function and self.stdin:
            raise ValueError("a call reads no input")
        if not self.function and (self.args or not isinstance(self.expected, str)):
            raise ValueError("a program has no arguments, and its output is text")
        try:
            size = len(json.dumps([self.args, self.expected], allow_nan=False))
        except (ValueError, RecursionError) as error:
            raise ValueError("this cannot be compared") from error
        if size > MOST_OF_A_CASE:
            raise ValueError("the case is too large")
        return self


class Question(BaseModel):
    """A question as planned, stored and asked; `rubric` may be empty (then: not assessed)."""

    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{2,79}$")]
    type: QuestionType
    skill: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    fields: list[str] = []
    levels: list[Level] = []
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=1500)]
    rubric: Annotated[list[Criterion], Field(max_length=4)] = []
    follow_ups: Annotated[list[FollowUp], Field(max_length=2)] = []
    source: QuestionSource = QuestionSource.BANK
    rubric_version: int = 1
    languages: list[str] = []  # coding only: editor languages offered first
    starter: str = ""  # coding only: text the editor begins with
    test_cases: Annotated[list[CodeCase], Field(max_length=MOST_CASES)] = []  # coding only
    quoted_fact: str = ""  # resume form only: the line of this resume the question stands on
