"""The lines of a live interview's scorecard: rubrics of the questions shown, skills, and the whole."""

from __future__ import annotations

from pydantic import BaseModel
from sqlmodel import Session

from neurohire.models.interviews import Interview
from neurohire.models.positions import Position
from neurohire.models.questions import Question
from neurohire.services.question_sets import rows_of
from neurohire.vocabulary import QuestionState

MOST_SKILLS = 8
OVERALL = "overall"
# where no rubric says more: what was seen, never how a person seemed
ANCHORS = (
    "Nothing of it was shown",
    "A beginning, with much help",
    "Parts of it, with gaps",
    "Solid, with little help",
    "Strong, also in depth",
)


class CardLine(BaseModel):
    """One thing to judge, from 0 to 4; `about` is the question it belongs to."""

    key: str
    group: str
    about: str = ""
    name: str
    anchors: list[str]


def lines_of(db: Session, row: Interview) -> list[CardLine]:
    """Questions that were not shown are not judged."""
    lines: list[CardLine] = []
    for asked in rows_of(db, row.id):
        if asked.state != QuestionState.PENDING:
            lines += _of_question(asked.id, asked.place + 1, Question.model_validate(asked.question))
    position = db.get(Position, row.position_id)
    for skill in (position.skills if position else [])[:MOST_SKILLS]:
        lines.append(_line(f"skill:{skill}"[:100], "Skills of the position", skill))
    return [*lines, _line(OVERALL, "As a whole", "All that was seen")]


def _of_question(row_id: str, number: int, question: Question) -> list[CardLine]:
    group = f"Question {number}"
    if not question.rubric:
        return [_line(f"{row_id}/answer", group, "Answer", question.text)]
    return [
        CardLine(
            key=f"{row_id}/{criterion.key}",
            group=group,
            about=question.text,
            name=criterion.name,
            anchors=[criterion.anchors[n] for n in (0, 1, 2, 3, 4)],
        )
        for criterion in question.rubric
    ]


def _line(key: str, group: str, name: str, about: str = "") -> CardLine:
    return CardLine(key=key, group=group, about=about, name=name, anchors=list(ANCHORS))
