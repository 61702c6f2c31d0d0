"""What was noted is judged by those who see the interview, and answered by the candidate it is about."""

from __future__ import annotations

import pytest
from sqlalchemy import delete
from sqlmodel import Session

from neurohire.database import Database
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.interviews import Consent
from neurohire.services import incident_report, incidents, journal, reports
from neurohire.services.incident_report import Checks
from neurohire.settings import Settings
from neurohire.vocabulary import IncidentKind, Judgement
from tests.rooms.live import Live, admit, make_room
from tests.services.noted import agree, note_some
from tests.services.test_live_reports import held


@pytest.fixture
def live(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Live:
    found = database.run(held, monkeypatch)[0]
    database.run(agree, found)
    return found


def checks_of(database: Database, live: Live) -> Checks:
    report = database.run(reports.get, live.ben, live.interview_id)[0].live
    assert report is not None
    return report.checks


def test_a_judgement_has_a_name_and_can_be_taken_back(database: Database, live: Live) -> None:
    first, *_ = database.run(note_some, live)[0]
    database.run(incidents.judge, live.rita, first, Judgement.CONFIRMED, "Somebody <b>helped</b>\r\nhim")
    found = checks_of(database, live)
    judged = found.incidents[0]
    assert (judged.kind, judged.judgement) == (IncidentKind.NO_FACE, Judgement.CONFIRMED)
    assert judged.note == "Somebody <b>helped</b>\nhim" and judged.judged_at is not None
    assert found.names == {live.rita.journal_name: live.rita.name}
    database.run(incidents.judge, live.olga, first, Judgement.OPEN)  # an admin observes
    again = checks_of(database, live)
    assert (again.incidents[0].judgement, again.incidents[0].note) == (Judgement.OPEN, judged.note)
    assert again.names == {live.olga.journal_name: live.olga.name}
    entries = database.run(journal.since, live.interview_id, 0, 500)[0]
    assert [entry.kind for entry in entries].count(incidents.JUDGED) == 2


def test_a_stranger_judges_nothing_and_sees_nothing(database: Database, live: Live) -> None:
    first, *_ = database.run(note_some, live)[0]
    with pytest.raises(NotFound):
        database.run(incidents.judge, live.stranger, first, Judgement.CONFIRMED)
    with pytest.raises(NotFound):
        database.run(incident_report.get, live.stranger, live.interview_id)
    with pytest.raises(NotFound):
        database.run(incidents.judge, live.rita, "no-such-incident", Judgement.CONFIRMED)
    assert checks_of(database, live).incidents[0].judgement is Judgement.OPEN


def test_the_candidate_answers_his_own_and_reads_no_judgement(database: Database, live: Live) -> None:
    first, second, _ = database.run(note_some, live)[0]
    database.run(incidents.judge, live.rita, first, Judgement.CONFIRMED, "A secret note")
    database.run(incident_report.answer, live.grant, {first: "My phone fell\r\ndown", second: " "})
    own = database.run(incident_report.own, live.grant)[0]
    assert [one.comment for one in own.incidents] == ["My phone fell\ndown", "", ""]
    assert "secret" not in own.model_dump_json() and "confirmed" not in own.model_dump_json()
    seen = checks_of(database, live).incidents
    assert seen[0].comment == "My phone fell\ndown" and seen[0].commented_at is not None
    assert seen[1].commented_at is None
    database.run(incident_report.answer, live.grant, {first: "My phone fell\r\ndown"})  # sent again
    entries = database.run(journal.since, live.interview_id, 0, 500)[0]
    assert [entry.kind for entry in entries].count(incidents.COMMENTED) == 1


def test_answers_are_kept_all_or_none(database: Database, live: Live) -> None:
    first, second, _ = database.run(note_some, live)[0]
    long = "x" * (incidents.MOST_WORDS + 1)
    with pytest.raises(Rejected):
        database.run(incident_report.answer, live.grant, {first: "Fine", second: long})
    other = database.run(_other)[0]
    with pytest.raises(NotFound):
        database.run(incident_report.answer, live.grant, {first: "Fine", other: "Not mine"})
    assert [one.comment for one in checks_of(database, live).incidents] == ["", "", ""]


def _other(db: Session) -> str:
    """An incident of somebody else's interview, which is not over yet."""
    live = make_room(db, "bo@example.org")
    admit(db, live)
    found = note_some(db, live, 1)[0]
    assert incident_report.own(db, live.grant).incidents == []
    with pytest.raises(NotFound):
        incident_report.answer(db, live.grant, {found: "Too early"})
    with pytest.raises(InvalidState):
        incidents.comment(db, live.grant, found, "Too early")
    return found


def test_it_says_whether_anything_was_checked_at_all(
    database: Database, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (checks_of(database, live).has_agreed, checks_of(database, live).incidents) == (True, [])
    monkeypatch.setattr("neurohire.proctoring.vision_models.problems", lambda: ["Finding faces is off"])
    assert checks_of(database, live).problems == ["Finding faces is off"]
    database.run(lambda db: agree(db, live, is_given=False, later=1))
    assert checks_of(database, live).has_agreed is False
    assert not database.run(incident_report.own, live.grant)[0].has_agreed
    database.run(lambda db: db.execute(delete(Consent)))
    assert checks_of(database, live).has_agreed is None
