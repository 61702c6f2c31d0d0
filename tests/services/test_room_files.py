"""Files of the room's editor, the clipboard and focus time: who may, what is bounded, what is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import DomainError, InvalidState, Rejected
from neurohire.models.answers import Document
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.questions import Question
from neurohire.services import focus, journal, room_access, room_editor, room_files
from neurohire.vocabulary import Level, PolicyMode, QuestionType
from tests.rooms.live import Live, Sender, admit, make_room

CODE = "def first(text):\r\n    ...\r\n"


@pytest.fixture
def live(database: Database) -> Live:
    def begin(db: Session) -> Live:
        made = make_room(db)
        admit(db, made)
        return made

    return database.run(begin)[0]


def later(db: Session, live: Live, name: str) -> Sender:
    """A page that goes on counting after those that asked to join and let in."""
    page = Sender(db, live, name)
    page.seq = 100
    return page


def names(page: Sender) -> list[str]:
    return [file["name"] for file in page.view()["editor"]["files"]]


def refused(page: Sender, kind: str, **body: object) -> str:
    with pytest.raises(DomainError) as error:
        page.send(kind, **body)
    return error.value.code


def last(db: Session, live: Live) -> journal.Entry:
    return journal.since(db, live.interview_id, 0, 10_000)[-1]


def test_files_are_added_renamed_removed_and_brought_back(database: Database, live: Live) -> None:
    with Session(database.engine) as db:
        ana, rita = later(db, live, "ana"), later(db, live, "rita")
        ana.send("add_file", name="util.py", language="Python")
        rita.send("add_file")
        rita.send("add_file", language="Python")
        assert names(ana) == ["main.py", "util.py", "file1.py", "file2.py"]
        roots = [file["root"] for file in ana.view()["editor"]["files"]]
        assert roots == ["codemirror", "file-1", "file-2", "file-3"]
        rita.send("rename_file", root="file-2", name="  board.md ")
        assert last(db, live).body == {
            "root": "file-2",
            "name": "board.md",
            "language": "Python",
            "before": "file1.py",
        }
        ana.send("remove_file", root="file-1")
        assert names(rita) == ["main.py", "board.md", "file2.py"]
        ana.send("add_file", name="util.py")
        ana.send("restore_file", root="file-1")
        assert names(rita) == ["main.py", "old util.py", "board.md", "file2.py", "util.py"]
        assert db.get(Document, live.interview_id) is not None


def test_what_files_may_not_be(database: Database, live: Live) -> None:
    with Session(database.engine) as db:
        ana = later(db, live, "ana")
        for name in ("a/b.py", "..", "\u202e\u0000", "x" * 61, "a\\b"):
            assert refused(ana, "add_file", name=name) == "bad_name"
        assert refused(ana, "add_file", name="MAIN.PY") == "name_taken"
        assert refused(ana, "add_file", language="Brainf*ck") == "bad_language"
        assert refused(ana, "remove_file", root="codemirror") == "last_file"
        assert refused(ana, "remove_file", root="file-9") == "no_file"
        assert refused(ana, "rename_file", root="<script>", name="x") == "bad_operation"
        for _ in range(room_files.MOST_FILES - 1):
            ana.send("add_file")
        assert refused(ana, "add_file") == "too_many_files"
        assert len(names(ana)) == room_files.MOST_FILES


def test_roots_are_bounded_for_ever(database: Database, live: Live) -> None:
    with Session(database.engine) as db:
        ana = later(db, live, "ana")
        for number in range(1, room_files.MOST_EVER):
            ana.send("add_file")
            ana.send("remove_file", root=f"file-{number}")
        assert refused(ana, "add_file") == "too_many_files"


def test_languages_are_the_interviews_and_plain_text(database: Database, live: Live) -> None:
    with Session(database.engine) as db:
        row = db.get(Interview, live.interview_id)
        assert row is not None
        row.code_languages = ["Go", "Rust"]
        db.flush()
        ana = later(db, live, "ana")
        assert ana.view()["editor"]["languages"] == ["Go", "Rust", "Plain text"]
        ana.send("choose_language", root="codemirror", language="Rust")
        assert ana.view()["editor"]["files"][0] == {
            "root": "codemirror",
            "name": "main.go",
            "language": "Rust",
        }
        assert refused(ana, "choose_language", root="codemirror", language="Python") == "bad_language"


def test_an_observer_changes_nothing(database: Database, live: Live) -> None:
    with Session(database.engine) as db:
        olga = later(db, live, "olga")
        for kind in ("add_file", "start_focus", "note_clipboard"):
            assert refused(olga, kind, minutes=5) == "not_yours"


def test_after_the_end_nothing_is_changed(database: Database, live: Live) -> None:
    with Session(database.engine) as db:
        rita = later(db, live, "rita")
        rita.send("complete_interview")
        assert refused(rita, "add_file") == "over"


def test_the_clipboard_follows_the_policy_and_nothing_of_it_is_kept(database: Database, live: Live) -> None:
    with Session(database.engine) as db:
        row = db.get(Interview, live.interview_id)
        assert row is not None
        ana, rita = later(db, live, "ana"), later(db, live, "rita")
        rules = {}
        for policy in PolicyMode:
            row.policy = policy.value
            db.flush()
            rules[policy.value] = ana.view()["editor"]["clipboard"], rita.view()["editor"]["clipboard"]
        assert rules == {
            "observe": ("recorded", "allowed"),
            "warn": ("recorded", "allowed"),
            "enforce": ("blocked", "allowed"),
        }
        ana.send("note_clipboard", action="paste", size=812, text="the secret text")
        entry = last(db, live)
        assert (entry.kind, entry.body) == ("clipboard_noted", {"action": "paste", "size": 812})
        assert refused(ana, "note_clipboard", action="paste", size=-1) == "bad_operation"


def coding_question(db: Session, live: Live, place: int = 2) -> InterviewQuestion:
    asked = Question(
        id=f"q-{place}", type=QuestionType.CODING, skill="Python", levels=[Level.MID],
        languages=["Ruby", "Python"], text="Write a function that finds the first letter.", starter=CODE,
    )  # fmt: skip
    row = InterviewQuestion(
        interview_id=live.interview_id,
        place=place,
        question_id=asked.id,
        question=asked.model_dump(mode="json"),
    )
    db.add(row)
    db.flush()
    return row


def test_a_shown_coding_question_opens_its_tab_once(database: Database, live: Live) -> None:
    with Session(database.engine) as db:
        interview = db.get(Interview, live.interview_id)
        assert interview is not None
        interview.code_languages = ["Python"]
        seated, question = room_access.seated(db, live.rita, live.interview_id), coding_question(db, live)
        for _ in range(2):
            room_editor.open_for_question(db, seated, question, 2)
        files = later(db, live, "ana").view()["editor"]["files"]
        assert files[1:] == [
            {"root": "file-1", "name": "question2.py", "language": "Python", "question_id": question.id}
        ]
        assert room_files.of(db, live.interview_id)[1].starter == "def first(text):\n    ...\n"
        assert last(db, live).kind == "file_added"


def test_a_question_is_shown_even_if_no_tab_is_free(database: Database, live: Live) -> None:
    with Session(database.engine) as db:
        ana = later(db, live, "ana")
        for _ in range(room_files.MOST_FILES - 1):
            ana.send("add_file")
        seated = room_access.seated(db, live.rita, live.interview_id)
        room_editor.open_for_question(db, seated, coding_question(db, live), 1)
        assert len(names(ana)) == room_files.MOST_FILES


def test_focus_time_begins_and_ends(database: Database, live: Live) -> None:
    with Session(database.engine) as db:
        ana, rita = later(db, live, "ana"), later(db, live, "rita")
        assert rita.view()["focus"] == {"is_on": False}
        assert refused(ana, "start_focus", minutes=7) == "bad_operation"
        ana.send("start_focus", minutes=10)
        shown = rita.view()["focus"]
        assert shown["is_on"] and shown["by"] == live.grant.journal_name
        assert timedelta(minutes=9) < shown["until"] - clock.now() <= timedelta(minutes=10)
        assert refused(rita, "start_focus", minutes=5) == "focus_on"
        assert refused(rita, "end_focus", reason="  ") == "no_reason"
        rita.send("end_focus", reason="Let us look together")
        assert last(db, live).body == {"reason": "Let us look together", "by": "interviewer"}
        assert refused(ana, "end_focus") == "focus_over"
        rita.send("start_focus", minutes=5)
        ana.send("end_focus")
        assert last(db, live).body == {"reason": "", "by": "candidate"}


def test_focus_time_is_over_by_the_clock(
    database: Database, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(database.engine) as db:
        ana = later(db, live, "ana")
        ana.send("start_focus", minutes=5)
        focus.end_when_over(db, live.interview_id)
        assert last(db, live).kind == "focus_started"
        over = clock.now() + timedelta(minutes=5, seconds=1)
        monkeypatch.setattr(clock, "now", lambda: over)
        assert not ana.view()["focus"]["is_on"]
        focus.end_when_over(db, live.interview_id)
        focus.end_when_over(db, live.interview_id)
        entries = [entry.kind for entry in journal.since(db, live.interview_id, 0)]
        assert entries.count("focus_ended") == 1 and last(db, live).body == {"reason": "", "by": "time"}


def test_at_the_door_there_are_no_files_to_change(database: Database) -> None:
    live = database.run(make_room)[0]
    with Session(database.engine) as db:
        ana = later(db, live, "ana")
        assert "editor" not in ana.view() and "focus" not in ana.view()
        with pytest.raises((InvalidState, Rejected)):
            ana.send("add_file")
