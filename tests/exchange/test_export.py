"""What goes out comes in elsewhere and goes out the same; nothing is overwritten, nothing secret told."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from neurohire import migrations
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import Rejected, Unavailable
from neurohire.exchange import new_folder
from neurohire.exchange.differences import differences, patched
from neurohire.services import conduct, exchange, exchange_files, grading
from neurohire.services.operations import Operation, apply_once
from neurohire.vocabulary import Role
from tests import candidates, people


def handed_in(db: Session) -> Actor:
    """One interview with answers to a question, its follow-up and in code; another not begun."""
    invited = candidates.invite(db, coding=True)
    candidates.invite(db, "bob@example.org")
    _, grant = people.enter(db, invited.actor, invited.interview_id)
    conduct.start(db, grant)
    for number, text in enumerate(
        ("I sharded by customer.", "Latency, first of all.", "It counts.", "Logs."), 1
    ):
        view = conduct.view(db, grant)
        assert view.turn
        body = {"question_id": view.turn.question_id, "follow_up": view.turn.follow_up, "text": text}
        operation = Operation(
            type="op", client_id="client-1", client_seq=number, kind="answer_done", body=body
        )
        apply_once(db, grant, operation)
    conduct.submit(db, grant)
    while question := grading.next_ungraded(db, invited.interview_id):
        grading.grade_question(db, question)
    grading.finish(db, invited.interview_id)
    return people.make_actor(db, "ada@example.org", Role.ADMIN)


def read(folder: Path) -> dict[str, Any]:
    return {path.name: json.loads(path.read_text()) for path in folder.iterdir()}


def test_our_own_interviews_go_round(database: Database, tmp_path: Path):
    database.run(handed_in)
    exchange_files.write(database, tmp_path / "first")
    elsewhere = Database(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    migrations.upgrade(elsewhere.engine)
    by, _ = elsewhere.run(people.make_actor, "eva@example.org", Role.ADMIN)
    for report in exchange.take_in(elsewhere, by, sorted((tmp_path / "first").iterdir())):
        assert not report.refused
    exchange_files.write(elsewhere, tmp_path / "second")
    elsewhere.close()
    first = read(tmp_path / "first")
    assert read(tmp_path / "second") == first
    assert len(first["interview_links.json"]) == 2
    (answered,) = first["candidate_answers.json"].values()
    assert answered["answers"][0]["answer"] == "I sharded by customer."


def test_coming_home_it_changes_nothing(database: Database, tmp_path: Path):
    by, _ = database.run(handed_in)
    exchange_files.write(database, tmp_path / "first")
    for report in exchange.take_in(database, by, sorted((tmp_path / "first").iterdir())):
        assert (report.new, report.refused) == (0, 0)


def test_nothing_secret_and_no_rubric_is_in_it(database: Database, tmp_path: Path):
    database.run(handed_in)
    exchange_files.write(database, tmp_path / "out")
    text = "".join(path.read_text() for path in (tmp_path / "out").iterdir())
    for word in (
        "/i/",
        "token",
        "password",
        "argon2",
        f"{candidates.CANARY} point",
        f"{candidates.CANARY} anchor",
    ):
        assert word not in text


def test_only_into_a_new_or_empty_folder_and_for_its_owner(database: Database, tmp_path: Path):
    folder = tmp_path / "a" / "b"
    exchange_files.write(database, folder)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {0o600} and stat.S_IMODE(folder.stat().st_mode) == 0o700
    before = read(folder)
    with pytest.raises(Rejected, match="not empty"):
        exchange_files.write(database, folder)
    assert read(folder) == before
    with pytest.raises(Rejected, match="can be made"):
        exchange_files.write(database, folder / "interview_links.json" / "x")


def test_a_failure_leaves_nothing(tmp_path: Path):
    with pytest.raises(Unavailable), new_folder.new_folder(tmp_path / "out") as made:
        with made.file("one.json") as file:
            file.write("{}")
        raise OSError("no space left")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path):
    with pytest.raises(Unavailable), new_folder.new_folder(tmp_path / "out") as made:
        with made.file("one.json") as file:
            file.write("{}")
        (tmp_path / "out" / "one.json").write_text("mine")
    assert (tmp_path / "out" / "one.json").read_text() == "mine"


@pytest.mark.parametrize(
    ("original", "ours"),
    [
        ({"a": 1, "b": [1, 2]}, {"a": 1, "c": 3}),
        ({"a": True}, {"a": 1}),
        ({"in": {"was": 1}, "at": [1]}, {"in": {"then": 2}, "at": [2]}),
        ([{"x": 1}, 2], [{"x": 2}, 2]),
        ([1], [1, 2]),
        ("", 0),
        ({}, {}),
    ],
)
def test_a_patch_leads_back(original: Any, ours: Any):
    assert json.dumps(patched(ours, differences(original, ours)), sort_keys=True) == json.dumps(
        original, sort_keys=True
    )


def test_what_was_changed_here_since_counts():
    patch = differences({"name": " Ana", "x": 1, "q": [{"t": 1, "k": 2}]}, {"name": "Ana", "q": [{"t": 1}]})
    assert patched({"name": "Anna", "q": [{"t": 9}]}, patch) == {
        "name": "Anna",
        "x": 1,
        "q": [{"t": 9, "k": 2}],
    }
    assert patched({"name": "Ana", "q": []}, patch) == {"name": " Ana", "x": 1, "q": []}
