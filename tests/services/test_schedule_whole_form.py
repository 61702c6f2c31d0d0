"""What the whole form brings: a known person, a new one with a resume, a set made by hand, changes later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.candidates import Resume
from neurohire.models.interviews import Interview
from neurohire.questions import single
from neurohire.services import (
    candidate_list,
    candidates,
    interviews,
    pool_list,
    question_pool,
    question_sets,
    schedule,
    schedule_questions,
)
from neurohire.services.candidates import CandidateForm
from neurohire.services.schedule_form import ChosenQuestion, HowForm, ScheduleForm
from neurohire.services.schedule_questions import Draft
from neurohire.settings import Settings
from neurohire.vocabulary import Level, PolicyMode, QuestionSource, QuestionType, ResumeState, Role
from tests import people, pool

SEED = "7d3f0000-0000-4000-8000-000000000001"


class Office:
    """Rita with a position, Otto without."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.rita = self.run(people.make_actor, "rita@example.org", Role.RECRUITER)
        self.otto = self.run(people.make_actor, "otto@example.org", Role.RECRUITER)
        self.position = self.run(people.make_position, self.rita).id

    def run(self, use_case: Any, *args: Any) -> Any:
        return self.database.run(use_case, *args)[0]

    def form(self, by: Actor | None = None, **fields: Any) -> ScheduleForm:
        day = clock.now() + timedelta(days=1)
        usual = {"date": f"{day:%Y-%m-%d}", "time": "12:00", "position_id": self.position}
        return ScheduleForm(interviewers=[(by or self.rita).user_id], **{**usual, **fields})

    def schedule(self, **fields: Any) -> str:
        made: str = self.run(schedule.schedule, self.rita, self.form(**fields))
        return made

    def read_file(self, by: Actor, candidate_id: str | None = None) -> str:
        def add(db: Session) -> str:
            read = people.read_resume("neil@example.org", "Neil New")
            row = Resume(
                uploaded_by=by.user_id,
                candidate_id=candidate_id,
                file_name="neil.pdf",
                media_sha256="ab" * 32,
                state=ResumeState.READY,
                facts=read.facts.model_dump(mode="json"),
                created_at=clock.now(),
            )
            db.add(row)
            db.flush()
            return row.id

        made: str = self.run(add)
        return made


@pytest.fixture
def office(database: Database, settings: Settings) -> Office:
    return Office(database)


def test_a_new_person_with_everything_that_was_typed(office: Office) -> None:
    resume = office.read_file(office.rita)
    made = office.schedule(
        candidate_name="Neil New", candidate_email="neil@example.org", candidate_phone="+49 30 1",
        target_role="SRE", level=Level.SENIOR, resume_id=resume,
    )  # fmt: skip
    detail = office.run(interviews.get, office.rita, made)
    assert detail.resume_id == resume
    profile = office.run(candidate_list.get, office.rita, detail.candidate_id)
    assert (profile.phone, profile.target_role, profile.level) == ("+49 30 1", "SRE", Level.SENIOR)
    assert [file.id for file in profile.resumes] == [resume]
    sources = {view.question.source for view in office.run(question_sets.get, office.rita, made)}
    assert QuestionSource.RESUME in sources  # they stand on the file


def test_a_known_person_stays_as_he_is_and_strangers_are_not_found(office: Office) -> None:
    person = office.run(candidates.add, office.rita, CandidateForm(name="Ana Ruiz", email="ana@example.org"))
    made = office.schedule(
        candidate_id=person, candidate_name="Ana Ruiz", candidate_email="ana@example.org", target_role="No"
    )
    detail = office.run(interviews.get, office.rita, made)
    assert detail.candidate_id == person
    assert office.run(candidate_list.get, office.rita, person).target_role == ""
    theirs = office.run(people.make_position, office.otto).id
    foreign = office.form(
        office.otto, candidate_id=person, candidate_name="X", candidate_email="x@example.org"
    )
    with pytest.raises(NotFound):
        office.run(schedule.schedule, office.otto, foreign.model_copy(update={"position_id": theirs}))


def test_nobody_takes_a_resume_of_others(office: Office) -> None:
    resume = office.read_file(office.otto)
    with pytest.raises(NotFound):
        office.schedule(candidate_name="N", candidate_email="neil@example.org", resume_id=resume)
    other = office.run(candidates.add, office.rita, CandidateForm(email="bo@example.org"))
    with pytest.raises(NotFound):
        office.schedule(
            candidate_name="N",
            candidate_email="n@example.org",
            resume_id=office.read_file(office.rita, other),
        )


def test_questions_are_seen_replaced_picked_and_typed_before_anything_is_stored(office: Office) -> None:
    draft = Draft(seed=SEED, position_id=office.position)
    planned = office.run(schedule_questions.suggest, office.rita, draft)
    assert len(planned) == 5
    assert [q.id for q in office.run(schedule_questions.suggest, office.rita, draft)] == [
        q.id for q in planned
    ]
    another = office.run(schedule_questions.another, office.rita, draft, planned[0], planned)
    assert another.id not in {question.id for question in planned}
    office.run(question_pool.add, office.rita, pool.own())
    (row,) = office.run(pool_list.list_page, office.rita).rows
    picked = office.run(schedule_questions.picked, office.rita, row.id)
    own = single.own_question("What would you do first?", QuestionType.SCENARIO)
    edited = planned[1].model_copy(update={"text": "Said in other words, please?"})
    chosen = [ChosenQuestion(question=one) for one in (another, picked, own)]
    chosen.append(ChosenQuestion(question=edited, is_edited=True))
    made = office.schedule(candidate_name="Ana", candidate_email="ana@example.org", questions=chosen)
    views = office.run(question_sets.get, office.rita, made)
    assert [view.question.text for view in views] == [one.question.text for one in chosen]
    assert [view.is_edited for view in views] == [False, False, False, True]
    with pytest.raises(NotFound):  # another's position
        office.run(schedule_questions.suggest, office.otto, draft)


def test_none_is_none_and_too_many_are_refused(office: Office) -> None:
    made = office.schedule(candidate_name="Ana", candidate_email="ana@example.org", questions=[])
    assert office.run(question_sets.get, office.rita, made) == []
    own = [
        ChosenQuestion(question=single.own_question(f"Question number {n}, please?", QuestionType.SCENARIO))
        for n in range(60)
    ]
    with pytest.raises(Rejected, match="at most"):
        office.schedule(candidate_name="Bo", candidate_email="bo@example.org", questions=own)


def test_languages_policy_and_recording_change_until_it_begins(office: Office) -> None:
    made = office.schedule(candidate_name="Ana", candidate_email="ana@example.org")
    how = HowForm(code_languages=["Go", "Nonsense"], policy=PolicyMode.WARN, is_recorded=True)
    with pytest.raises(NotFound):
        office.run(schedule.change_how, office.otto, made, how)
    office.run(schedule.change_how, office.rita, made, how)
    found = office.run(schedule.get, office.rita, made)
    assert (found.code_languages, found.policy, found.is_recorded) == (["Go"], PolicyMode.WARN, True)
    assert found.sequence == 0  # the calendar has nothing of it

    def begin(db: Session) -> None:
        db.get_one(Interview, made).state = "live"

    office.run(begin)
    with pytest.raises(InvalidState):
        office.run(schedule.change_how, office.rita, made, HowForm())
