"""Resume rows: queued, claimed by one, finished by hand where an e-mail is missing; one person is one row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.media_store import StoredFile
from neurohire.models.candidates import Candidate
from neurohire.services import overview, resume_rows, resumes
from neurohire.services.positions import PositionView
from neurohire.services.resume_rows import ResumeRow
from neurohire.vocabulary import ResumeState, Role
from tests import people


class Desk:
    """A recruiter's position that takes files."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.rita: Actor = database.run(people.make_actor, "rita@example.org", Role.RECRUITER)[0]
        self.position: PositionView = database.run(people.make_position, self.rita, 2)[0]

    def add(self, number: int) -> str:
        stored = StoredFile(f"{number:064d}", 10)
        return self.database.run(
            resumes.add_file, self.rita, self.position.id, f"{number}.pdf", stored, "application/pdf"
        )[0]

    def read(self, row_id: str, email: str | None, name: str = "Kim Example") -> ResumeRow:
        self.database.run(resumes.claim_next)
        self.database.run(resumes.finish_reading, row_id, people.read_resume(email or "", name))
        return self.row(row_id)

    def row(self, row_id: str) -> ResumeRow:
        return self.database.run(resume_rows.get_row, self.rita, row_id)[0]


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    yield Desk(database)
    clock.set_source(None)


def test_a_readable_file_becomes_an_interview_with_link(desk: Desk):
    row = desk.read(desk.add(1), "kim@example.org")
    assert (row.state, row.questions, row.interview_state) == (ResumeState.READY, 2, "invited")
    assert row.link.startswith("http")


@pytest.mark.parametrize("found", ["", "kim@", "kim@localhost", "a" * 300 + "@example.org"])
def test_without_a_usable_address_the_row_asks_for_one(desk: Desk, found: str):
    row = desk.read(desk.add(1), found)
    assert row.state is ResumeState.NEEDS_EMAIL
    with pytest.raises(Rejected):
        desk.database.run(resumes.complete, desk.rita, row.id, email="kim at example.org")
    desk.database.run(resumes.complete, desk.rita, row.id, email="Kim@Example.org", name="Kim  E")
    done = desk.row(row.id)
    assert (done.state, done.email, done.name) == (ResumeState.READY, "kim@example.org", "Kim E")


def test_one_person_is_one_row_with_an_interview_each(desk: Desk):
    rows = [desk.read(desk.add(number), email) for number, email in enumerate(("kim@example.org",) * 2)]
    assert rows[0].interview_id != rows[1].interview_id
    people_found = desk.database.run(lambda db: len(db.scalars(select(Candidate)).all()))[0]
    assert people_found == 1


def test_a_file_is_claimed_by_one_until_its_reader_is_gone(desk: Desk):
    row_id = desk.add(1)
    assert desk.database.run(resumes.claim_next)[0].resume_id == row_id
    assert desk.database.run(resumes.claim_next)[0] is None
    began = clock.now()
    for tries in range(2, resumes.MAX_ATTEMPTS + 2):
        clock.set_source(lambda tries=tries: began + tries * (resumes.LEASE + timedelta(seconds=1)))  # type: ignore[misc]
        claimed = desk.database.run(resumes.claim_next)[0]
        assert (claimed is not None) == (tries <= resumes.MAX_ATTEMPTS)
    assert desk.row(row_id).state is ResumeState.REJECTED  # it killed each of its readers


def test_a_restart_frees_what_was_being_read(desk: Desk):
    row_id = desk.add(1)
    desk.database.run(resumes.claim_next)
    desk.database.run(resumes.release_leases)
    assert desk.database.run(resumes.claim_next)[0].resume_id == row_id


def test_a_late_reader_changes_nothing(desk: Desk):
    row = desk.read(desk.add(1), "kim@example.org")
    desk.database.run(resumes.finish_reading, row.id, people.read_resume("eve@example.org"))
    assert desk.row(row.id) == row


def test_a_new_address_before_the_start_is_a_new_link(desk: Desk):
    row = desk.read(desk.add(1), "kim@example.org")
    desk.database.run(resumes.complete, desk.rita, row.id, email="kay@example.org")
    after = desk.row(row.id)
    assert (after.email, after.interview_id) == ("kay@example.org", row.interview_id)
    assert after.link != row.link


def test_rows_of_others_are_not_there(desk: Desk):
    row_id = desk.add(1)
    otto = desk.database.run(people.make_actor, "otto@example.org", Role.RECRUITER)[0]
    for work in (resume_rows.get_row, resume_rows.file_of, resumes.discard):
        with pytest.raises(NotFound):
            desk.database.run(work, otto, row_id)
    with pytest.raises(NotFound):
        desk.database.run(resumes.add_rejected, otto, desk.position.id, "x.pdf", "wrong_type", "no")


def test_only_what_has_no_interview_can_be_discarded(desk: Desk):
    kept = desk.read(desk.add(1), "kim@example.org")
    with pytest.raises(InvalidState):
        desk.database.run(resumes.discard, desk.rita, kept.id)
    gone = desk.read(desk.add(2), None)
    desk.database.run(resumes.discard, desk.rita, gone.id)
    rows = desk.database.run(overview.resume_page, desk.rita, desk.position.id)[0].rows
    assert [row.id for row in rows] == [kept.id]


def test_signs_from_a_resume_come_back_as_they_were(desk: Desk, database: Database):
    name = "Zoë 🎨 ‮'; DROP TABLE resume; --"

    def look(db: Session) -> str:
        return db.scalars(select(Candidate)).one().name

    desk.read(desk.add(1), "kim@example.org", name)
    assert database.run(look)[0] == name.replace("\u202e", "")  # it would turn the page's text round
