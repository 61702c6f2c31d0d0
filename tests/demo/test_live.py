"""The demo's live interviews: one was held with everything in its report, others can be joined and read."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.database import Database
from neurohire.demo import live, making
from neurohire.media_store import MediaStore
from neurohire.models.interviews import Interview
from neurohire.models.users import User
from neurohire.services import accounts, documents, entrance, interviews, reports
from neurohire.services.entrance import LinkState
from neurohire.services.reports import Report
from neurohire.settings import Settings, get_settings
from neurohire.vocabulary import InterviewKind, InterviewState


def made_in(database: Database, settings: Settings) -> None:
    making.make(database, MediaStore(settings.data_dir / "media", 0), "a password of the demo")


def row_of(db: Session, name: str) -> Interview:
    return db.scalars(select(Interview).where(col(Interview.candidate_name).startswith(name))).one()


def report_on(db: Session, name: str) -> Report:
    admin = db.scalars(select(User).where(col(User.email) == making.ADMIN)).one()
    return reports.get(db, accounts.actor(admin), row_of(db, name).id)


def test_the_held_one_has_its_whole_record(database: Database, settings: Settings) -> None:
    made_in(database, settings)
    script = live.script().held
    report = database.run(report_on, script.name)[0]
    found = report.live
    assert found is not None and report.interview.state is InterviewState.REVIEWED
    assert [one.text for one in found.record.chat] == [step.say for step in script.steps if step.say]
    assert len(found.questions) == 3 and all(one.seconds > 60 for one in found.questions)
    assert [view.card.recommendation for view in found.scorecards.cards] == [
        card.recommendation for card in script.cards
    ]
    assert report.decision is not None and found.bookmarks is not None
    (step,) = [step for step in script.steps if step.code]
    assert found.record.runs[0].output == [("stdout", step.prints)]
    text = database.run(documents.text, report.interview.id)[0]
    assert text.strip() == step.code.strip()
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout == step.prints  # the demo claims nothing that the program does not print


def test_one_can_be_joined_now_and_one_lies_ahead(database: Database, settings: Settings) -> None:
    made_in(database, settings)
    soon, later = live.script().coming

    def look(db: Session, name: str) -> tuple[Interview, LinkState, bool]:
        row = row_of(db, name)
        admin = db.scalars(select(User).where(col(User.email) == making.ADMIN)).one()
        link = interviews.get(db, accounts.actor(admin), row.id).link
        assert link is not None
        found = entrance.look(db, link.url.rsplit("/", 1)[1])
        assert found.live is not None
        db.expunge(row)
        return row, found.state, found.live.is_open

    row, state, is_open = database.run(look, soon.name)[0]
    assert (state, is_open, row.kind) == (LinkState.OPEN, True, InterviewKind.LIVE)
    row, state, is_open = database.run(look, later.name)[0]
    assert (is_open, row.zone) == (False, later.zone)
    assert row.scheduled_at is not None and row.scheduled_at > clock.now() + timedelta(days=1)


def test_none_is_made_where_live_interviews_are_off(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEUROHIRE_LIVE_INTERVIEWS", "false")
    get_settings.cache_clear()
    made_in(database, settings)
    kinds = database.run(lambda db: set(db.scalars(select(Interview.kind))))[0]
    assert kinds == {InterviewKind.AI}
