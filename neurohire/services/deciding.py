"""The seconds after "I'm done" in which a model may think of a follow-up: begun, limited, and ended once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.ai.service import service_of
from neurohire.database import record
from neurohire.events import Event
from neurohire.grading.protocol import AnswerText
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.scores import Task
from neurohire.services import (
    answers,
    asking,
    consent,
    follow_ups,
    interview_clock,
    journal,
    tasks,
    transcripts,
)
from neurohire.services.follow_ups import Chosen
from neurohire.settings import get_settings
from neurohire.vocabulary import InterviewState, QuestionState

LIMIT = timedelta(seconds=8)  # nobody waits longer for what comes next
RESERVE = timedelta(seconds=1)  # of it, for storing and telling
NO_MORE = timedelta(seconds=60)  # with less time left the next question comes at once
TOPIC = "turns"


class Need(StrEnum):
    """What follows a turn that has just ended."""

    THINK = "think"
    PREPARED = "prepared"
    NO_TIME = "no_time"


@dataclass(frozen=True)
class EndedTurn:
    """A turn about which is being thought."""

    interview_id: str
    question_id: str
    follow_up: int
    since: datetime

    @property
    def seconds_left(self) -> float:
        """For everything that may still be asked or waited for; by the server's clock."""
        return max(0.0, (self.since + LIMIT - RESERVE - clock.now()).total_seconds())


def needed(db: Session, row: Interview, question: InterviewQuestion, follow_up: int) -> Need:
    """A model thinks only where there is one, something was said, and the candidate agreed to it."""
    if service_of(get_settings(), "questions") is None or follow_up >= asking.MAX_FOLLOW_UPS:
        return Need.PREPARED
    if not _is_given(db, question.id, follow_up) or not consent.covers_reader(db, row.id, get_settings()):
        return Need.PREPARED
    due = interview_clock.deadline(row)
    if due is not None and due - clock.now() < NO_MORE:
        return Need.NO_TIME
    return Need.THINK


def begin(db: Session, row: Interview, question: InterviewQuestion, follow_up: int) -> None:
    """Stored with a task that ends it, so that a killed server goes on; told after the commit."""
    turn = EndedTurn(row.id, question.id, follow_up, clock.now())
    question.deciding_since = turn.since
    due = turn.since + LIMIT
    db.add(Task(kind=tasks.GO_ON_TASK, subject_id=question.id, due_at=due, created_at=turn.since))
    body = {"question_id": question.id, "follow_up": follow_up}
    journal.append(db, row.id, "system", "deciding_began", body)
    record(db, Event(TOPIC, "turn_ended", {"turn": turn}))


def go_on(db: Session, turn: EndedTurn, written: Chosen | None) -> None:
    """What comes next, once: the model's follow-up if it is in time, else what would come without a model.

    So nobody can talk a model out of a prepared follow-up. The time spent is given back.
    """
    row = db.get(Interview, turn.interview_id, with_for_update=True, populate_existing=True)
    question = db.get(InterviewQuestion, turn.question_id, populate_existing=True)
    if row is None or question is None or question.deciding_since != turn.since:
        return  # ended already
    leave(db, question)
    if row.state != InterviewState.LIVE or question.state != QuestionState.ASKED:
        return
    spent = clock.now() - turn.since
    # at most the limit: what is more was an outage, which the clock's own beat gives back
    interview_clock.give_back(db, row, math.ceil(min(spent, LIMIT).total_seconds()), reason="deciding")
    is_on = service_of(get_settings(), "questions") is not None
    if written is not None and spent < LIMIT and is_on:
        asking.ask_follow_up(db, row, question, turn.follow_up + 1, written)
    else:
        ask_prepared(db, row, question, turn.follow_up)


def go_on_without(db: Session, question_id: str) -> None:
    """The task: the time is up, or the server was killed meanwhile."""
    question = db.get(InterviewQuestion, question_id)
    if question is None or question.deciding_since is None:
        return
    number = asking.follow_up_now(db, question.id)
    go_on(db, EndedTurn(question.interview_id, question.id, number, question.deciding_since), None)


def ask_prepared(db: Session, row: Interview, question: InterviewQuestion, follow_up: int) -> None:
    """A prepared follow-up on what was not touched, else the next question, if any."""
    chosen = follow_ups.choose(db, question, follow_up)
    if chosen is not None and follow_up < asking.MAX_FOLLOW_UPS:
        asking.ask_follow_up(db, row, question, follow_up + 1, chosen)
    else:
        asking.end_question(db, row, question, QuestionState.ANSWERED)


def leave(db: Session, question: InterviewQuestion) -> None:
    """Nothing is being thought about any more."""
    question.deciding_since = None
    for task in db.scalars(
        select(Task).where(
            col(Task.subject_id) == question.id,
            col(Task.kind) == tasks.GO_ON_TASK,
            col(Task.done_at).is_(None),
        )
    ):
        task.done_at, task.lease_until = clock.now(), None


def _is_given(db: Session, question_id: str, follow_up: int) -> bool:
    """Something to think about in this very turn, or about to be written down."""
    parts = answers.text_of(db, question_id).parts
    said = AnswerText(parts=[part for part in parts if part.key.endswith(f"-{follow_up}")])
    return not said.is_blank() or transcripts.pending(db, question_id, follow_up) > 0
