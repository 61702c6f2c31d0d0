"""Questions spoken ahead: a task per interview, so that the audio is there when the candidate is."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.ai.service import service_of
from neurohire.database import record
from neurohire.events import Event
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.services import tasks
from neurohire.services.speech import ToSpeak
from neurohire.settings import get_settings
from neurohire.vocabulary import InterviewKind, InterviewState, ModelState, QuestionState

WANTED = (InterviewState.INVITED, InterviewState.WAITING, InterviewState.LIVE)
AFTER_EDIT = timedelta(seconds=20)  # the next change often follows at once, and each costs a call
MOST_AT_ONCE = 200  # interviews spoken anew after a change of voice; the others when they are asked


def begin(db: Session, interview: Interview, after: timedelta = timedelta()) -> None:
    """The questions are set, or were changed. Without a service there is nothing to do ahead."""
    if service_of(get_settings(), "speech_out") is None or not _is_wanted(interview):
        return
    tasks.add_once(db, tasks.SPEAK_TASK, interview.id, after)
    record(db, Event("work", "task_due"))


def begin_by_id(db: Session, interview_id: str) -> None:
    """The page asked for something that was not there: the rest is made now."""
    interview = db.get(Interview, interview_id)
    if interview is not None:
        begin(db, interview)


def begin_all(db: Session) -> None:
    """The voice has changed."""
    newest = (
        select(Interview).where(col(Interview.state).in_(WANTED)).order_by(col(Interview.created_at).desc())
    )
    for interview in db.scalars(newest.limit(MOST_AT_ONCE)):
        begin(db, interview)


def switch_off(db: Session) -> None:
    """At a start without a service."""
    tasks.drop(db, tasks.SPEAK_TASK)


def texts(db: Session, interview_id: str) -> list[ToSpeak]:
    """What may still be asked: all questions in their order, then the follow-ups prepared for them."""
    interview = db.get(Interview, interview_id)
    if interview is None or not _is_wanted(interview):
        return []
    rows = db.scalars(
        select(InterviewQuestion)
        .where(
            col(InterviewQuestion.interview_id) == interview_id,
            col(InterviewQuestion.state).in_((QuestionState.PENDING, QuestionState.ASKED)),
        )
        .order_by(col(InterviewQuestion.place))
    )
    questions = [Question.model_validate(row.question) for row in rows]
    follow_ups = [one.text for question in questions for one in question.follow_ups]
    said = dict.fromkeys([question.text for question in questions] + follow_ups)
    return [ToSpeak(text=text, language=interview.language, interview_id=interview_id) for text in said]


def _is_wanted(interview: Interview) -> bool:
    """While the model still writes, its questions are waited for."""
    is_set = interview.writing_state != ModelState.WAITING or interview.state == InterviewState.LIVE
    return is_set and interview.state in WANTED and interview.kind == InterviewKind.AI
