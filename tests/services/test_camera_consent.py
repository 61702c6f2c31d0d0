"""Checks of the camera: only where they were wished, only of who agreed to a text that tells of them."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from neurohire.database import Database
from neurohire.errors import InvalidState, Rejected
from neurohire.models.interviews import Interview
from neurohire.services import call_consent, camera_checks, consent, entrance, schedule
from neurohire.services.schedule_form import HowForm
from neurohire.vocabulary import DataKind
from tests.rooms.live import Live, admit, make_room

ALL = {DataKind.ANSWERS, DataKind.CAMERA_CHECKS}


def row_of(db: Session, live: Live) -> Interview:
    return db.get_one(Interview, live.interview_id)


def wished(db: Session) -> Live:
    """After the candidate has been asked everything else."""
    live = make_room(db)
    row_of(db, live).is_camera_checked = True
    return live


@pytest.fixture
def live(database: Database) -> Live:
    return database.run(wished)[0]


def test_who_agreed_is_checked_once_he_is_in(database: Database, live: Live) -> None:
    def steps(db: Session) -> list[bool]:
        row, found = row_of(db, live), []
        found.append(call_consent.must_be_asked(db, live.grant))
        entrance.give_consent(db, live.grant, ALL)
        found += [call_consent.must_be_asked(db, live.grant), camera_checks.agreed(db, row)]
        found.append(camera_checks.is_watched(db, row.id))
        admit(db, live)
        return [*found, camera_checks.is_watched(db, row.id)]

    assert database.run(steps)[0] == [True, False, True, False, True]


def test_a_no_is_a_no_and_may_follow_a_yes(database: Database, live: Live) -> None:
    def steps(db: Session) -> list[bool]:
        entrance.give_consent(db, live.grant, ALL)
        admit(db, live)
        found = [camera_checks.is_watched(db, live.interview_id)]
        entrance.give_consent(db, live.grant, {DataKind.ANSWERS})
        return [
            *found,
            camera_checks.is_watched(db, live.interview_id),
            call_consent.must_be_asked(db, live.grant),
        ]

    assert database.run(steps)[0] == [True, False, False]
    with pytest.raises(InvalidState, match="not checked"):
        database.run(camera_checks.check_frames, live.grant)


def test_where_nobody_wished_it_nothing_is_asked_or_taken(database: Database) -> None:
    live = database.run(make_room)[0]

    def steps(db: Session) -> tuple[list[bool], dict[DataKind, bool], str]:
        found = [call_consent.must_be_asked(db, live.grant)]
        entrance.give_consent(db, live.grant, ALL)  # a form that somebody changed
        admit(db, live)
        found.append(camera_checks.is_watched(db, live.interview_id))
        version = entrance.about(db, live.grant).consent_version
        return found, entrance.consents(db, live.grant), version

    found, given, version = database.run(steps)[0]
    assert found == [False, False]
    assert DataKind.CAMERA_CHECKS not in given
    assert version == consent.LIVE_VERSION


def test_a_yes_to_another_text_is_none(database: Database, live: Live) -> None:
    """Recording and checks were switched on after the candidate had said yes to neither."""

    def steps(db: Session) -> list[bool | None]:
        row = row_of(db, live)
        row.is_camera_checked = False
        entrance.give_consent(db, live.grant, {DataKind.ANSWERS})
        row.is_camera_checked = row.is_recorded = True
        found = [call_consent.must_be_asked(db, live.grant), consent.camera_checks(db, row.id)]
        entrance.give_consent(db, live.grant, ALL | {DataKind.AUDIO})
        agreed = call_consent.of_candidate(db, row)
        return [*found, call_consent.must_be_asked(db, live.grant), agreed.sound, agreed.picture]

    assert database.run(steps)[0] == [True, None, False, True, False]


def test_the_text_changes_with_what_is_checked(database: Database, live: Live) -> None:
    def shown(db: Session) -> str:
        return entrance.about(db, live.grant).consent_version

    before = database.run(shown)[0]
    assert before == f"{consent.LIVE_VERSION}/{consent.CHECKED_VERSION}" and len(before) <= 40
    form = HowForm(code_languages=["Python"], is_recorded=True, is_camera_checked=False)
    database.run(schedule.change_how, live.rita, live.interview_id, form)
    assert database.run(schedule.get, live.rita, live.interview_id)[0].is_camera_checked is False
    with pytest.raises(Rejected, match="read it again"):
        database.run(entrance.give_consent, live.grant, ALL, before)
