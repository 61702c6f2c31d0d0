"""What happens to each person of the demo, from the resume to the decision, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.demo.acting import Candidate
from neurohire.demo.cast import MARK, Opening, OwnQuestion, Person, Story
from neurohire.exchange.shapes import Kind, Record
from neurohire.media_store import MediaStore
from neurohire.models.candidates import Resume
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.models.resumes_read import ReadResume
from neurohire.questions.single import own_id
from neurohire.resumes.read import read_resume
from neurohire.resumes.receive import check_upload
from neurohire.services import (
    decisions,
    exchange_in,
    grading,
    interviews,
    journal,
    pins,
    positions,
    question_pool,
    resumes,
)
from neurohire.services.positions import PositionForm
from neurohire.vocabulary import InterviewState, QuestionSource, QuestionState

ANSWERING = {
    Story.SUBMITTED, Story.REVIEWED, Story.TIME_UP, Story.TERMINATED, Story.NO_SUGGESTIONS,
}  # fmt: skip
ENDED_NOTE = (
    "Demo: ended as by the policy of the position. Nothing in this version ends an interview by itself."
)


def make_position(db: Session, by: Actor, opening: Opening) -> str:
    """The position, its own questions in the pool, and those that every candidate is asked."""
    form = PositionForm(
        title=opening.title,
        description=opening.description,
        level=opening.level,
        field=opening.field,
        language=opening.language,
        is_technical=opening.field in ("backend", "data"),
        skills=opening.skills,
        question_counts=opening.counts,
        minutes=opening.minutes,
        policy=opening.policy,
    )
    position_id = positions.create(db, by, form).id
    added = [
        question_pool.add(db, by, _own(question), language=opening.language, is_open=True).id
        for question in opening.questions
    ]
    for pool_id in (*opening.pins, *added):
        pins.pin(db, by, pool_id, position_id)
    return position_id


def _own(question: OwnQuestion) -> Question:
    made_id = own_id(question.text, question.type)
    return Question(id=made_id, source=QuestionSource.RECRUITER, **question.model_dump())


def earlier_system(db: Session, by: Actor, now: datetime) -> Iterator[datetime]:
    """A draft: an interview that was taken over from an earlier system and has no link yet."""
    yield now - timedelta(days=7)
    questions = [
        {
            "type": "technical",
            "text": "A customer cannot log in any more. Which three things do you check first?",
        },
        {"type": "scenario", "text": "Two departments want the same new laptop today. How do you decide?"},
    ]
    record = Record(
        Kind.LINKS,
        "demo",
        "demo-0001",
        {
            "questions": questions,
            "candidate_email": "omar.reyes@example.org",
            "candidate_name": f"Omar Reyes {MARK}",
            "job_role": "IT Support",
            "completed": False,
        },
    )
    exchange_in.take_links(db, by, record)


class Told:
    """One person's way through the weeks."""

    def __init__(
        self, db: Session, media: MediaStore, by: Actor, opening: Opening, person: Person, position_id: str
    ) -> None:
        self.db, self.media, self.by = db, media, by
        self.opening, self.person, self.position_id = opening, person, position_id

    def story(self, now: datetime) -> Iterator[datetime]:
        """Gives the moments at which something happens."""
        person = self.person
        minutes = sum(map(ord, person.name)) % 50
        came = (now - timedelta(days=person.days)).replace(hour=9, minute=minutes, second=7, microsecond=0)
        yield came
        interview_id = self._resume()
        if interview_id is None:
            return
        if person.story is Story.CANCELLED:
            yield came + timedelta(days=1, hours=2)
            interviews.cancel(self.db, self.by, interview_id)
        elif person.story is Story.LIVE:
            yield from self._live(interview_id, now)
        elif person.story in ANSWERING:
            days = min(person.days - 1, 2)
            late = min(now - timedelta(hours=3), came + timedelta(days=days, hours=5))
            yield max(late, came + timedelta(hours=1))
            yield from self._answers(interview_id, now)

    def _resume(self) -> str | None:
        """Taken in and read like an upload; the id of its interview, if there is one."""
        stored = self.media.put(self.person.resume.encode())
        path = self.media.path(stored.sha256)
        kind = check_upload(path, self.person.file)
        row_id = resumes.add_file(
            self.db, self.by, self.position_id, self.person.file, stored, f"text/{kind}"
        )
        claimed = resumes.claim_next(self.db)
        assert claimed is not None and claimed.resume_id == row_id
        read = ReadResume.model_validate(read_resume(str(path), self.person.file))
        read.facts.name = self.person.shown_name
        resumes.finish_reading(self.db, row_id, read)
        self.db.flush()
        row = self.db.get(Resume, row_id)
        return row.interview_id if row else None

    def _live(self, interview_id: str, now: datetime) -> Iterator[datetime]:
        """Under way at this moment; the extra time keeps it so for a while."""
        interviews.give_extra_time(self.db, self.by, interview_id, 60)
        yield now - timedelta(minutes=16)
        candidate = self._candidate(interview_id)
        candidate.agree()
        yield now - timedelta(minutes=14)
        candidate.start()
        yield from candidate.begin_to_answer()

    def _answers(self, interview_id: str, now: datetime) -> Iterator[datetime]:
        person = self.person
        candidate = self._candidate(interview_id)
        candidate.agree(to_suggestions=person.story is not Story.NO_SUGGESTIONS)
        yield clock.now() + timedelta(minutes=2)
        candidate.start()
        if person.story is Story.TIME_UP:
            yield from candidate.begin_to_answer()
            return  # the deadline hands in what is there
        yield from candidate.answer_all()
        yield clock.now() + timedelta(seconds=40)
        candidate.send("interview_submit")
        if person.story is Story.TERMINATED:
            self._end_by_policy(interview_id)
        if person.override or person.notes:
            yield min(clock.now() + timedelta(hours=20), now - timedelta(hours=1))
            self._decide(interview_id)

    def _candidate(self, interview_id: str) -> Candidate:
        return Candidate(self.db, self.media, self.by, self.opening, self.person, interview_id)

    def _end_by_policy(self, interview_id: str) -> None:
        """The state and reason that a policy will leave behind: nothing in this version does it by itself."""
        row = self.db.get(Interview, interview_id, with_for_update=True)
        assert row is not None and row.state == InterviewState.SUBMITTED
        row.state, row.submit_reason = InterviewState.TERMINATED, "policy"
        row.notes = [*row.notes, ENDED_NOTE]
        journal.append(self.db, interview_id, "system", "interview_terminated", {"reason": "policy"})

    def _decide(self, interview_id: str) -> None:
        if (own := self.person.override) is not None:
            row = self.db.scalars(
                select(InterviewQuestion).where(
                    col(InterviewQuestion.interview_id) == interview_id,
                    col(InterviewQuestion.question_id) == own.question,
                    col(InterviewQuestion.state) == QuestionState.ANSWERED,
                )
            ).one()
            line = Question.model_validate(row.question).rubric[0].key
            grading.override(self.db, self.by, interview_id, row.id, line, own.points, own.reason)
        if (decided := self.person.notes) is not None:
            decisions.decide(self.db, self.by, interview_id, decided.outcome, decided.reason)
