"""Checks of the camera in interviews taken alone: wished at the position, asked of each, on the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.database import Database
from neurohire.errors import InvalidState
from neurohire.models.interviews import Consent, Interview
from neurohire.services import (
    camera_checks,
    candidate_view,
    conduct,
    consent,
    entrance,
    incidents,
    positions,
    reports,
)
from neurohire.services.incidents import Worst
from neurohire.settings import Settings
from neurohire.vocabulary import DataKind, IncidentKind, PolicyMode, Role
from tests import people

ALL = {DataKind.ANSWERS, DataKind.CAMERA_CHECKS}


class Alone:
    """A candidate who has entered an interview of a position."""

    def __init__(self, db: Session, *, is_camera_checked: bool) -> None:
        self.rita: Actor = people.make_actor(db, "rita@example.org", Role.RECRUITER)
        form = people.position_form().model_copy(update={"is_camera_checked": is_camera_checked})
        position = positions.create(db, self.rita, form)
        self.interview_id = people.make_interview(db, self.rita, position, "ana@example.org", "Ana Ruiz")
        self.grant: CandidateGrant = people.enter(db, self.rita, self.interview_id)[1]

    def row(self, db: Session) -> Interview:
        return db.get_one(Interview, self.interview_id)


@pytest.fixture
def alone(database: Database, settings: Settings) -> Alone:
    return database.run(lambda db: Alone(db, is_camera_checked=True))[0]


def test_who_agreed_is_checked_from_start_to_end(database: Database, alone: Alone) -> None:
    def steps(db: Session) -> list[bool]:
        entrance.give_consent(db, alone.grant, ALL)
        found = [candidate_view.view(db, alone.grant).checks.is_on]
        conduct.start(db, alone.grant)
        found += [
            candidate_view.view(db, alone.grant).checks.is_on,
            camera_checks.is_watched(db, alone.interview_id),
        ]
        camera_checks.check_frames(db, alone.grant)
        conduct.submit(db, alone.grant)
        return [*found, camera_checks.is_watched(db, alone.interview_id)]

    assert database.run(steps)[0] == [False, True, True, False]


def test_without_a_yes_no_picture_is_taken(database: Database, alone: Alone) -> None:
    def steps(db: Session) -> candidate_view.CandidateView:
        entrance.give_consent(db, alone.grant, {DataKind.ANSWERS})
        conduct.start(db, alone.grant)
        return candidate_view.view(db, alone.grant)

    checks = database.run(steps)[0].checks
    assert (checks.is_wished, checks.camera, checks.is_on) == (True, False, False)
    with pytest.raises(InvalidState, match="not checked"):
        database.run(camera_checks.check_frames, alone.grant)


def test_where_nobody_wished_it_nothing_is_asked_and_the_report_has_no_card(
    database: Database, settings: Settings
) -> None:
    alone = database.run(lambda db: Alone(db, is_camera_checked=False))[0]

    def steps(db: Session) -> tuple[dict[DataKind, bool], str]:
        entrance.give_consent(db, alone.grant, ALL)  # a form that somebody changed
        return entrance.consents(db, alone.grant), entrance.about(db, alone.grant).consent_version

    given, version = database.run(steps)[0]
    assert DataKind.CAMERA_CHECKS not in given
    assert consent.CHECKED_VERSION not in version
    assert database.run(reports.get, alone.rita, alone.interview_id)[0].checks is None


def test_a_later_wish_does_not_count_for_interviews_already_made(
    database: Database, settings: Settings
) -> None:
    alone = database.run(lambda db: Alone(db, is_camera_checked=False))[0]

    def change(db: Session) -> bool:
        position_id = alone.row(db).position_id
        assert position_id is not None
        form = people.position_form().model_copy(update={"is_camera_checked": True})
        positions.change(db, alone.rita, position_id, form)
        return alone.row(db).is_camera_checked

    assert database.run(change)[0] is False


def test_the_longest_name_of_a_text_is_kept_and_still_covers_the_listener(
    database: Database, alone: Alone, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With a service that hears, one that reads, and checks."""
    monkeypatch.setattr(consent, "listener", lambda _: "speech.example.org")
    monkeypatch.setattr(consent, "reader", lambda _: "model.example.org")

    def steps(db: Session) -> tuple[str, bool, bool, bool | None]:
        entrance.give_consent(db, alone.grant, set(DataKind))
        version = entrance.about(db, alone.grant).consent_version
        kept = consent.newest(db, alone.interview_id, DataKind.CAMERA_CHECKS)
        assert isinstance(kept, Consent) and kept.text_version == version
        settings = Settings()
        heard = consent.covers_listener(db, alone.interview_id, settings)
        read = consent.covers_reader(db, alone.interview_id, settings)
        return version, heard, read, consent.camera_checks(db, alone.interview_id)

    version, heard, read, checked = database.run(steps)[0]
    assert len(version) > 40  # the column's length before
    assert (heard, read, checked) == (True, True, True)


def test_the_report_says_what_was_noted_and_never_a_silent_pass(database: Database, alone: Alone) -> None:
    def steps(db: Session) -> list[bool | None]:
        entrance.give_consent(db, alone.grant, ALL)
        conduct.start(db, alone.grant)
        incidents.open_one(db, alone.interview_id, IncidentKind.NO_FACE, clock.now(), Worst(1.0))
        conduct.submit(db, alone.grant)
        before = reports.get(db, alone.rita, alone.interview_id).checks
        camera_checks.note_checked(db, alone.interview_id)
        after = reports.get(db, alone.rita, alone.interview_id).checks
        assert before is not None and after is not None
        assert [one.kind for one in after.incidents] == [IncidentKind.NO_FACE]
        return [before.has_agreed, before.was_checked, after.was_checked]

    assert database.run(steps)[0] == [True, False, True]


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (PolicyMode.OBSERVE, []),
        (PolicyMode.WARN, [IncidentKind.NO_FACE]),
        (PolicyMode.ENFORCE, [IncidentKind.NO_FACE]),
    ],
)
def test_what_goes_on_is_told_where_the_policy_says_so(
    database: Database, alone: Alone, policy: PolicyMode, told: list[IncidentKind]
) -> None:
    def steps(db: Session) -> list[list[IncidentKind]]:
        alone.row(db).policy = policy
        entrance.give_consent(db, alone.grant, ALL)
        conduct.start(db, alone.grant)
        found = [candidate_view.view(db, alone.grant).checks.told]
        opened = incidents.open_one(db, alone.interview_id, IncidentKind.NO_FACE, clock.now(), Worst(1.0))
        found.append(candidate_view.view(db, alone.grant).checks.told)
        incidents.close(db, opened, clock.now(), Worst(1.0))
        return [*found, candidate_view.view(db, alone.grant).checks.told]

    assert database.run(steps)[0] == [[], told, []]
