"""Notes and bookmarks belong to one person; the newest text counts; what comes late is kept and marked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import Rejected
from neurohire.models.interviews import Interview
from neurohire.services import journal, notes
from neurohire.services.notes import MyNotes
from neurohire.services.question_sets import rows_of
from neurohire.settings import Settings
from tests.rooms.live import Live, Sender, admit, make_room

KEY = "0123456789abcdef"


@pytest.fixture
def live(database: Database, settings: Settings) -> Live:
    return database.run(_begun)[0]


def _begun(db: Session) -> Live:
    live = make_room(db)
    admit(db, live)
    return live


def mine(database: Database, live: Live, name: str) -> MyNotes:
    return database.run(notes.mine, live.interview_id, live.who(name).user_id)[0]  # type: ignore[union-attr]


def test_everybody_of_the_team_has_notes_of_his_own(database: Database, live: Live) -> None:
    def write(db: Session) -> None:
        for name in ("rita", "ben", "olga"):
            sender = _later(db, live, name)
            sender.send("note_draft", text=f"first of {name}")
            sender.send("note_draft", text=f"notes of {name}")

    database.run(write)
    for name in ("rita", "ben", "olga"):
        assert mine(database, live, name).text == f"notes of {name}"


def test_the_candidate_writes_none(database: Database, live: Live) -> None:
    with pytest.raises(Rejected) as refused:
        database.run(lambda db: _later(db, live, "ana").send("note_draft", text="x"))
    assert refused.value.code == "not_yours"


def test_an_older_text_that_comes_again_later_changes_nothing(database: Database, live: Live) -> None:
    def write(db: Session) -> None:
        sender = _later(db, live, "rita")
        sender.seq = 500
        sender.send("note_draft", text="newer")
        sender.seq = 400
        sender.send("note_draft", text="older")

    database.run(write)
    assert mine(database, live, "rita").text == "newer"


def test_after_the_end_it_is_kept_and_marked(database: Database, live: Live) -> None:
    def write(db: Session) -> None:
        sender = _later(db, live, "rita")
        sender.send("note_draft", text="in time")
        sender.send("complete_interview")

    database.run(write)
    assert not mine(database, live, "rita").is_late

    database.run(lambda db: _later(db, live, "rita").send("note_draft", text="in time, and later"))
    found = mine(database, live, "rita")
    assert (found.text, found.is_late) == ("in time, and later", True)
    entries = database.run(journal.since, live.interview_id, 0, 100)[0]
    drafts = [entry.body or {} for entry in entries if entry.kind == "note_draft"]
    assert [body.get("late", False) for body in drafts] == [False, True]


def test_a_bookmark_keeps_the_moment_as_far_as_it_can_be_true(database: Database, live: Live) -> None:
    now = clock.now()

    def mark(db: Session) -> tuple[datetime, datetime]:
        row = db.get(Interview, live.interview_id)
        assert row is not None and row.started_at is not None
        row.started_at = now - timedelta(minutes=10)
        question = rows_of(db, row.id)[1]
        sender = _later(db, live, "rita")
        for number, at in enumerate(
            (now - timedelta(minutes=3), now + timedelta(hours=1), now - timedelta(days=1))
        ):
            sender.send(
                "bookmark_set", key=f"{KEY}{number}", at=at.isoformat(), question_id=question.id,
                file="main.py", line=12, words="<b>here</b>",
            )  # fmt: skip
        return row.started_at, now

    begun, _ = database.run(mark)[0]
    marks = {mark.key[-1]: mark for mark in mine(database, live, "rita").bookmarks}
    assert marks["0"].at == now - timedelta(minutes=3)
    assert begun <= marks["2"].at <= marks["0"].at <= marks["1"].at <= clock.now()
    assert (marks["0"].question, marks["0"].file, marks["0"].line) == (2, "main.py", 12)
    assert marks["0"].words == "<b>here</b>"
    assert mine(database, live, "ben").bookmarks == []


def test_words_follow_and_a_bookmark_can_go_again(database: Database, live: Live) -> None:
    def change(db: Session) -> None:
        sender = _later(db, live, "rita")
        sender.send("bookmark_set", key=KEY)
        sender.send("bookmark_words", key=KEY, words="why not a queue?")

    database.run(change)
    assert [mark.words for mark in mine(database, live, "rita").bookmarks] == ["why not a queue?"]
    with pytest.raises(Rejected) as refused:  # nobody else's can be named
        database.run(lambda db: _later(db, live, "ben").send("bookmark_words", key=KEY, words="mine now"))
    assert refused.value.code == "gone"
    database.run(lambda db: _later(db, live, "rita").send("bookmark_removed", key=KEY))
    assert mine(database, live, "rita").bookmarks == []


def _later(db: Session, live: Live, name: str) -> Sender:
    """Behind what the same page sent before."""
    sender = Sender(db, live, name)
    sender.seq = 10 * len(journal.since(db, live.interview_id, 0, 1000)) + 10
    return sender
