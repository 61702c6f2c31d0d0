"""The record of what was done: kept with the change or not at all, read by admins, newest first."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import NotFound, Rejected
from neurohire.services import audit
from neurohire.vocabulary import Role
from tests.people import make_actor


@pytest.fixture
def admin(database: Database) -> Actor:
    return database.run(make_actor, "ana@example.org", Role.ADMIN)[0]


def test_entries_come_newest_first_page_by_page(database: Database, admin: Actor):
    for number in range(5):
        _, events = database.run(audit.record, admin, "setting_changed", f"name_{number}", {"new": number})
        assert [event.topic for event in events] == ["audit"]
    database.run(audit.record, None, "user_disabled", "someone")
    page, _ = database.run(audit.list_page, admin, kinds=("setting_changed",), limit=2, offset=2)
    assert page.total == 5
    assert [(row.subject, row.actor_name, row.body) for row in page.rows] == [
        ("name_2", "Ana", {"new": 2}),
        ("name_1", "Ana", {"new": 1}),
    ]
    database.run(audit.record, admin, "user_disabled", f"user:{admin.user_id}")
    assert database.run(audit.list_page, admin)[0].rows[0].subject_name == "Ana"
    database.run(audit.record, None, "user_disabled", "someone")
    newest = database.run(audit.list_page, admin)[0].rows[0]
    assert (newest.kind, newest.actor_name) == ("user_disabled", "")


def test_only_admins_read_it(database: Database):
    mara = database.run(make_actor, "mara@example.org", Role.RECRUITER)[0]
    with pytest.raises(NotFound):
        database.run(audit.list_page, mara)


def test_a_change_that_was_not_kept_leaves_no_entry(database: Database, admin: Actor):
    def fails(db: Session) -> None:
        audit.record(db, admin, "setting_changed", "name")
        raise Rejected()

    with pytest.raises(Rejected):
        database.run(fails)
    assert database.run(audit.list_page, admin)[0].total == 0
