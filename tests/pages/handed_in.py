"""An interview that a candidate has handed in: full answers, thin ones, code, and one skipped question."""

from __future__ import annotations

from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.media_store import StoredFile
from neurohire.models.interviews import InterviewQuestion
from neurohire.models.questions import Question
from neurohire.services import conduct, entrance, recordings
from neurohire.services.operations import Operation, apply_once
from neurohire.services.question_sets import rows_of
from neurohire.vocabulary import DataKind, InterviewState
from tests.people import enter

CODE = (
    "def slug(title: str) -> str:\n    # lower case, then hyphens\n"
    '    return "-".join(title.lower().split())[:60]\n\n\nprint(slug("<b>A & B</b>"))\n'
)
TAKE = "01234567-89ab-4cde-8f01-23456789abcd"
HOSTILE = " <img src=x onerror=alert(1)> {{ 7*7 }} \u202eevil"


def hand_in(db: Session, actor: Actor, interview_id: str, agreed: set[DataKind] | None = None) -> None:
    """Enter by the link, answer everything but the last question, submit."""
    _, grant = enter(db, actor, interview_id)
    if agreed is not None:
        entrance.give_consent(db, grant, agreed)
    conduct.start(db, grant)
    sent = 0
    while (turn := conduct.view(db, grant).turn) is not None:
        number = turn.number
        if number == len(rows_of(db, interview_id)):
            conduct.skip(db, grant, turn.question_id)
            continue
        sent += 1
        body = {"question_id": turn.question_id, "follow_up": turn.follow_up, "text": answer_to(db, turn)}
        operation = Operation(
            type="op", client_id="a-test-browser", client_seq=sent, kind="answer_draft", body=body
        )
        apply_once(db, grant, operation)
        if sent == 1:
            take = recordings.Take(recording_id=TAKE, question_id=turn.question_id)
            recordings.add_chunk(db, grant, take, 0, StoredFile("0" * 64, 10))
        conduct.end_turn(db, grant, turn.question_id, turn.follow_up)
        if turn.document_id:  # the editor's text is read from its document when the turn ends
            answer = conduct.answer_row(db, interview_id, turn.question_id, turn.follow_up)
            answer.code, answer.code_language = CODE, "python"
            db.flush()
    if conduct.view(db, grant).state is InterviewState.LIVE:
        conduct.submit(db, grant)


def answer_to(db: Session, turn: conduct.Turn) -> str:
    """Every third answer is thin; the others say most of what the rubric looks for, in sentences."""
    row = db.get(InterviewQuestion, turn.question_id)
    assert row is not None
    question = Question.model_validate(row.question)
    if turn.follow_up:
        return "It went wrong once, when a colleague restarted the server in the middle of an import."
    if turn.number % 3 == 0 or not question.rubric:
        return "I would look at it and ask somebody who knows it." + HOSTILE
    points = [point for line in question.rubric for point in line.points]
    return " ".join(point.rstrip(".") + "." for point in points[: max(2, len(points) - 1)])
