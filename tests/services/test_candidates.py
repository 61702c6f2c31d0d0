"""Candidates: who sees whom and what of them, one person an address, resumes without a position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotAllowed, NotFound, Rejected
from neurohire.media_store import StoredFile
from neurohire.models.candidates import Candidate, Resume
from neurohire.services import (
    audit,
    candidate_list,
    candidate_resumes,
    candidates,
    interviews,
    overview,
    question_sets,
    resume_rows,
    resumes,
)
from neurohire.services.candidate_list import CandidateFilter, CandidatePage, CandidateProfile
from neurohire.services.candidates import CandidateForm
from neurohire.vocabulary import InterviewState, Level, ResumeState, Role
from tests import people

KIM = CandidateForm(name="Kim Example", email="kim@example.org", phone="+49 30 1", target_role="Backend")


class Office:
    """Two recruiters who know nothing of each other, and an admin."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.rita, self.otto, self.admin = (
            database.run(people.make_actor, f"{name}@example.org", role)[0]
            for name, role in (("rita", Role.RECRUITER), ("otto", Role.RECRUITER), ("ada", Role.ADMIN))
        )

    def add(self, actor: Actor, form: CandidateForm = KIM, resume_id: str = "") -> str:
        return self.database.run(candidates.add, actor, form, resume_id)[0]

    def get(self, actor: Actor, candidate_id: str) -> CandidateProfile:
        return self.database.run(candidate_list.get, actor, candidate_id)[0]

    def names(self, actor: Actor, **asked: object) -> list[str]:
        return [row.name for row in self.page(actor, **asked).rows]

    def page(self, actor: Actor, **asked: object) -> CandidatePage:
        return self.database.run(candidate_list.list_page, actor, CandidateFilter(**asked))[0]

    def drop(self, actor: Actor, number: int, candidate_id: str | None = None) -> str:
        """A file that was read."""
        stored = StoredFile(f"{number:064d}", 10)
        row_id = self.database.run(
            candidate_resumes.add_file, actor, candidate_id, f"{number}.pdf", stored, "application/pdf"
        )[0]
        assert self.database.run(resumes.claim_next)[0].resume_id == row_id
        self.database.run(resumes.finish_reading, row_id, people.read_resume("kim@example.org"))
        return row_id


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    yield Office(database)
    clock.set_source(None)


def test_only_who_brought_the_person_in_sees_it(office: Office):
    made = office.add(office.rita)
    assert office.names(office.rita) == office.names(office.admin) == ["Kim Example"]
    assert office.names(office.otto) == [] == office.names(office.otto, search="kim")
    for work in (candidate_list.get, lambda db, who, c: candidates.change(db, who, c, KIM)):
        with pytest.raises(NotFound):
            office.database.run(work, office.otto, made)
    with pytest.raises(NotFound):
        office.database.run(candidate_list.get, office.otto, "0" * 36)
    office.database.run(candidates.share, office.rita, made, office.otto.user_id)
    assert office.get(office.otto, made).phone == "+49 30 1"
    office.database.run(candidates.change, office.otto, made, KIM.model_copy(update={"phone": "2"}))
    assert office.get(office.rita, made).phone == "2"


def test_an_interview_shows_the_person_but_not_what_others_wrote_down(office: Office):
    made = office.add(office.rita)
    office.drop(office.rita, 1, made)
    position = office.database.run(people.make_position, office.otto, 2)[0]
    interview_id = office.database.run(
        people.make_interview, office.otto, position, "KIM@example.org", "Kay"
    )[0]
    profile = office.get(office.otto, made)
    assert (profile.name, profile.phone, profile.target_role, profile.may_change) == ("Kay", "", "", False)
    assert [row.id for row in profile.appointments] == [interview_id]
    assert [file.file_name for file in profile.resumes] == []  # his own file has no bytes in this test
    assert office.get(office.rita, made).appointments == [] and office.names(office.rita) == ["Kim Example"]
    assert office.names(office.otto, search="kay") == ["Kay"]
    assert office.names(office.otto, search="Kim Ex") == []
    with pytest.raises(NotAllowed):
        office.database.run(candidates.change, office.otto, made, KIM)
    with pytest.raises(NotAllowed):
        office.database.run(candidates.share, office.otto, made, office.otto.user_id)
    with pytest.raises(NotAllowed):  # an address others count on
        office.database.run(
            candidates.change, office.rita, made, KIM.model_copy(update={"email": "new@example.org"})
        )


def test_a_colleague_of_the_position_sees_who_was_dropped_there(office: Office):
    from neurohire.services import positions

    position = office.database.run(people.make_position, office.rita, 2)[0]
    office.database.run(people.make_interview, office.rita, position, "kim@example.org")
    assert office.names(office.otto) == []
    office.database.run(positions.add_member, office.rita, position.id, office.otto.user_id)
    assert office.names(office.otto) == ["Kim Example"]
    assert office.names(office.otto, position_id=position.id, state=InterviewState.INVITED) == ["Kim Example"]
    assert office.names(office.otto, position_id=position.id, state=InterviewState.LIVE) == []
    assert office.names(office.otto, search="postgres") == ["Kim Example"]


@pytest.mark.parametrize(
    "email", ["KIM@Example.ORG", "  kim@example.org ", "ｋｉｍ@example.org", "kim@ｅxample.org"]
)
def test_one_address_is_one_person_however_it_is_written(office: Office, email: str):
    made = office.add(office.rita)
    again = CandidateForm(name="Kim Again", email=email)
    with pytest.raises(InvalidState) as refused:
        office.add(office.rita, again)
    assert refused.value.code == candidates.EXISTS
    found = office.database.run(candidates.find, office.rita, email)[0]
    assert found is not None and found.id == made
    with pytest.raises(InvalidState) as refused:
        office.add(office.otto, again)
    assert refused.value.code == candidates.ELSEWHERE and "Kim" not in refused.value.message
    assert office.page(office.admin).total == 1


def test_an_address_that_differs_by_an_accent_is_another_person(office: Office):
    office.add(office.rita)
    office.add(office.rita, CandidateForm(email="kím@example.org"))
    assert office.page(office.rita).total == 2


@pytest.mark.parametrize(
    "email", ["", "kim", "kim@localhost", "a" * 300 + "@example.org", "k\u202eim@example.org"]
)
def test_what_cannot_be_an_address_is_refused(office: Office, email: str):
    with pytest.raises(Rejected) as refused:
        office.add(office.rita, CandidateForm(email=email))
    assert refused.value.code == "bad_email"


def test_hostile_words_are_kept_as_words(office: Office):
    words = "<script>alert(1)</script> \u202eevil\u202c {{ 7 }} %_\\ "
    form = CandidateForm(
        name=words + "x" * 300, email="m@example.org", phone=words * 9, target_role=words * 20,
        level=Level.LEAD,
    )  # fmt: skip
    profile = office.get(office.rita, office.add(office.rita, form))
    assert profile.name.startswith("<script>alert(1)</script> evil {{ 7 }}") and len(profile.name) == 120
    assert len(profile.phone) <= 40 and len(profile.target_role) <= 160 and profile.level is Level.LEAD
    assert "\u202e" not in profile.name + profile.phone + profile.target_role
    for search, found in (("%_\\", 1), ("_", 1), ("%%", 0), ("'; DROP", 0), ("SCRIPT", 1)):
        assert office.page(office.rita, search=search).total == found, search


def test_order_and_search_know_all_letters(office: Office):
    for number, name in enumerate(("Zoë", "anna", "Ärzu", "Otto")):
        office.add(office.rita, CandidateForm(name=name, email=f"p{number}@example.org"))
    assert office.names(office.rita, sort="name") == ["anna", "Otto", "Zoë", "Ärzu"]
    assert office.names(office.rita, sort="-name")[0] == "Ärzu"
    assert office.names(office.rita, search="ÄRZU") == ["Ärzu"] == office.names(office.rita, search="ärz")
    assert office.names(office.rita, search="P3@EXAMPLE") == ["Otto"]


def test_a_dropped_file_becomes_the_candidates_own(office: Office):
    row_id = office.drop(office.rita, 1)
    row = office.database.run(resume_rows.get_row, office.rita, row_id)[0]
    assert (row.state, row.email, row.interview_id) == (ResumeState.READY, "kim@example.org", None)
    for work in (resume_rows.get_row, resume_rows.file_of, resumes.discard):
        with pytest.raises(NotFound):
            office.database.run(work, office.otto, row_id)
    with pytest.raises(NotFound):
        office.add(office.otto, KIM, row_id)
    assert office.page(office.admin).total == 0  # and nothing of it stays
    made = office.add(office.rita, KIM, row_id)
    profile = office.get(office.rita, made)
    assert [file.id for file in profile.resumes] == [row_id] and "Python" in profile.skills
    with pytest.raises(Rejected) as refused:
        office.drop(office.rita, 1, made)
    assert refused.value.code == "duplicate"


def test_a_file_nobody_wanted_is_thrown_away(office: Office):
    lost, kept = office.drop(office.rita, 1), office.drop(office.rita, 2)
    office.add(office.rita, KIM, kept)
    for row_id in (lost, kept):
        office.database.run(candidate_resumes.discard_unclaimed, row_id)
    ids = office.database.run(lambda db: [row.id for row in db.scalars(select(Resume))])[0]
    assert ids == [kept]


def test_an_interview_from_the_profile_has_questions_from_the_resume(office: Office):
    made = office.add(office.rita, KIM)
    row_id = office.drop(office.rita, 1, made)
    position = office.database.run(people.make_position, office.rita, 4)[0]
    arguments = (made, position.id, row_id)
    interview_id = office.database.run(candidate_resumes.make_interview, office.rita, *arguments)[0]
    questions = office.database.run(question_sets.get, office.rita, interview_id)[0]
    assert len(questions) == 4
    detail = office.database.run(interviews.get, office.rita, interview_id)[0]
    assert detail.candidate_email == KIM.email and detail.link is not None
    profile = office.get(office.rita, made)
    assert [file.id for file in profile.resumes] == [row_id]  # the copy of the position is the same file
    rows = office.database.run(overview.resume_page, office.rita, position.id)[0].rows
    assert [(row.file_name, row.interview_id) for row in rows] == [("1.pdf", interview_id)]
    with pytest.raises(InvalidState) as refused:
        office.database.run(candidate_resumes.make_interview, office.rita, *arguments)
    assert refused.value.code == "open_interview"
    office.database.run(interviews.cancel, office.rita, interview_id)
    again = office.database.run(candidate_resumes.make_interview, office.rita, *arguments)[0]
    assert again != interview_id


def test_an_interview_without_a_resume_asks_about_the_position(office: Office):
    made = office.add(office.rita)
    position = office.database.run(people.make_position, office.rita, 3)[0]
    interview_id = office.database.run(candidate_resumes.make_interview, office.rita, made, position.id)[0]
    assert len(office.database.run(question_sets.get, office.rita, interview_id)[0]) == 3
    assert office.get(office.rita, made).resumes == []
    assert not office.database.run(overview.resume_page, office.rita, position.id)[0].rows[0].has_file


def test_nobody_makes_an_interview_with_what_is_not_his(office: Office):
    made, foreign = office.add(office.rita), office.add(office.otto, CandidateForm(email="lee@example.org"))
    position = office.database.run(people.make_position, office.rita, 2)[0]
    theirs = office.database.run(people.make_position, office.otto, 2)[0]
    row_id = office.drop(office.otto, 7, foreign)
    for arguments in ((foreign, position.id), (made, theirs.id), (made, position.id, row_id)):
        with pytest.raises(NotFound):
            office.database.run(candidate_resumes.make_interview, office.rita, *arguments)


def test_corrections_are_recorded_without_personal_words(office: Office):
    made = office.add(office.rita)
    new = KIM.model_copy(update={"phone": "+49 40 2", "email": "kim.new@example.org"})
    office.database.run(candidates.change, office.rita, made, new)
    office.database.run(candidates.change, office.rita, made, new)  # nothing to record
    rows = office.database.run(audit.list_page, office.admin)[0].rows
    found = [(row.kind, row.subject, row.body) for row in rows]
    assert found == [
        ("candidate_changed", f"candidate:{made}", {"fields": ["email", "phone"]}),
        ("candidate_added", f"candidate:{made}", {}),
    ]
    office.add(office.otto, CandidateForm(email="lee@example.org"))
    with pytest.raises(InvalidState):
        office.database.run(
            candidates.change, office.rita, made, new.model_copy(update={"email": "lee@example.org"})
        )


def test_the_list_costs_the_same_number_of_questions(office: Office, database: Database):
    def asked(actor: Actor) -> int:
        count = 0

        def note(*_: object) -> None:
            nonlocal count
            count += 1

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            office.page(actor)
        finally:
            event.remove(database.engine, "before_cursor_execute", note)
        return count

    office.add(office.rita)
    few = asked(office.rita)
    for number in range(20):
        office.add(office.rita, CandidateForm(email=f"p{number}@example.org"))
    assert asked(office.rita) == few


def test_two_pages_are_not_one(office: Office):
    began = clock.now()
    for number in range(30):
        clock.set_source(lambda number=number: began + timedelta(seconds=number))  # type: ignore[misc]
        office.add(office.rita, CandidateForm(email=f"p{number}@example.org"))

    def pages(db: Session) -> list[str]:
        asked = CandidateFilter()
        first = candidate_list.list_page(db, office.rita, asked)
        second = candidate_list.list_page(db, office.rita, asked, offset=25)
        assert first.total == second.total == db.scalar(select(func.count()).select_from(Candidate)) == 30
        return [row.email for row in (*first.rows, *second.rows)]

    found = office.database.run(pages)[0]
    assert [int(re.sub(r"\D", "", email)) for email in found] == list(range(29, -1, -1))
