"""Files of an earlier system go in once, in any order, each record by itself."""

from __future__ import annotations

import csv
import itertools
import json
import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.exchange.json_file import MAX_BYTES
from neurohire.exchange.shapes import question_of
from neurohire.models.answers import Answer
from neurohire.models.imported import ImportedQuestion
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.models.positions import Position
from neurohire.services import conduct, exchange, exchange_files, interviews, invitations, journal, reports
from neurohire.services.exchange import FileReport
from neurohire.vocabulary import GradingState, InterviewState, Role
from tests import people
from tests.material import shared

LINKS, ANSWERS = "interview_links.json", "candidate_answers.example.json"
POOL, EMPTY = "question_pool.json", "candidate_answers.empty.json"
KEY = "0985a05c"


@pytest.fixture
def admin(database: Database) -> Actor:
    return database.run(people.make_actor, "ada@example.org", Role.ADMIN)[0]


def seed(*names: str) -> list[Path]:
    return [shared("seed_json") / name for name in names]


def file(tmp_path: Path, content: Any, name: str = "some.json") -> Path:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def link(**changed: Any) -> dict[str, Any]:
    record = {
        "questions": [
            {"type": "coding", "text": "Write a function that reverses a list.", "keywords": ["Lists"]}
        ],
        "candidate_email": "ana@example.org",
        "candidate_name": "Ana Ruiz",
        "job_role": "Java Developer",
        "completed": False,
    }
    return {name: value for name, value in (record | changed).items() if value is not ...}


def said(*pairs: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"answers": [{"question": q, "answer": a} for q, a in pairs], **more}


def words(report: FileReport) -> list[str]:
    return [remark.words for remark in report.remarks]


def count(database: Database, table: type) -> int:
    return int(database.run(lambda db: db.scalar(select(func.count()).select_from(table)))[0])


def exported(database: Database, folder: Path) -> dict[str, Any]:
    exchange_files.write(database, folder)
    return {path.name: json.loads(path.read_text()) for path in folder.iterdir()}


def test_each_seed_file_goes_in_once(database: Database, admin: Actor):
    files = seed(ANSWERS, EMPTY, POOL, LINKS)
    reports_ = exchange.take_in(database, admin, files)
    assert [(r.kind.value, r.new, r.known, r.refused) for r in reports_] == [
        ("answers", 1, 0, 0),
        ("empty", 0, 0, 0),
        ("question pool", 148, 0, 0),
        ("interview links", 1, 0, 0),
    ]
    assert words(reports_[2]) == ["It has the same text as SCENARIO_19."]
    before = {table: count(database, table) for table in (Interview, InterviewQuestion, Answer, Position)}
    again = exchange.take_in(database, admin, files)
    assert [(r.new, r.known) for r in again] == [(0, 1), (0, 0), (0, 148), (0, 1)]
    assert before == {table: count(database, table) for table in before}


def test_types_are_the_files_own(database: Database, admin: Actor):
    """An earlier system's rule by words calls others coding, too."""
    exchange.take_in(database, admin, seed(POOL))
    with shared("seed_json/question_type_truth.csv").open(newline="") as truth:
        wanted = {row["id"]: row["pool_type"] for row in csv.DictReader(truth)}

    def types(db: Any) -> dict[str, str]:
        return {
            row.entry["id"]: question_of(row.entry, "", [], row.category).type.value
            for row in db.scalars(select(ImportedQuestion))
        }

    assert database.run(types)[0] == wanted


def test_the_interview_is_one_of_an_imported_position(database: Database, admin: Actor):
    exchange.take_in(database, admin, seed(LINKS, ANSWERS))
    found = database.run(interviews.list_page, admin)[0].rows[0]
    assert (found.candidate_name, found.candidate_email) == ("Candidate Name", "candidate@example.com")
    assert (found.title, found.state) == ("Java Developer", InterviewState.SUBMITTED)
    position = database.run(lambda db: db.get(Position, found.position_id))[0]
    assert position.title == "Java Developer (imported)"
    report = database.run(reports.get, admin, found.id)[0]
    assert [bool(q.answers) for q in report.questions] == [False] * 10 + [True] * 7
    assert report.score is None and report.interview.score_base == "0 of 7"
    assert report.interview.grading_state is GradingState.DONE
    assert any("score of 7.4" in note and "not count" in note for note in report.interview.notes)
    assert any("Average performance." in note for note in report.interview.notes)
    assert any("2026-02-08T04:00:00" in note for note in report.interview.notes)
    assert database.run(journal.verify, found.id)[0].broken_at is None


@pytest.mark.parametrize("order", list(itertools.permutations((LINKS, ANSWERS, POOL))))
async def test_any_order_of_files_and_runs_gives_the_same(
    database: Database, admin: Actor, tmp_path: Path, order: tuple[str, ...]
):
    for name in order:
        exchange.take_in(database, admin, seed(name))
    files = exported(database, tmp_path / "out")
    for ours, theirs in (("interview_links.json", LINKS), ("candidate_answers.json", ANSWERS)):
        assert files[ours] == json.loads(seed(theirs)[0].read_text())
    assert files["question_pool.json"] == json.loads(seed(POOL)[0].read_text())
    rows = database.run(interviews.list_page, admin)[0].rows
    assert [(row.title, row.candidate_name) for row in rows] == [("Java Developer", "Candidate Name")]


def test_answers_find_their_questions(database: Database, admin: Actor, tmp_path: Path):
    asked = "write a  function that REVERSES a list."
    paths = [
        file(tmp_path, {"k": said((asked, "x[::-1]"))}, "a.json"),
        file(tmp_path, {"k": link()}, "b.json"),
    ]
    exchange.take_in(database, admin, paths)
    found = database.run(interviews.list_page, admin)[0].rows[0]
    report = database.run(reports.get, admin, found.id)[0]
    assert [(q.question.type.value, q.answers[0].text) for q in report.questions] == [("coding", "x[::-1]")]


def test_an_interview_that_was_not_begun_is_a_draft_to_which_a_link_can_be_made(
    database: Database, admin: Actor, tmp_path: Path
):
    exchange.take_in(database, admin, [file(tmp_path, {"k": link()})])
    found = database.run(interviews.list_page, admin)[0].rows[0]
    assert found.state is InterviewState.DRAFT
    assert database.run(invitations.reissue, admin, found.id)[0].url
    completed = [file(tmp_path, {"l": link(completed=True)})]
    exchange.take_in(database, admin, completed)
    states = {row.state for row in database.run(interviews.list_page, admin)[0].rows}
    assert states == {InterviewState.INVITED, InterviewState.SUBMITTED}


def test_what_went_on_here_is_not_overwritten(database: Database, admin: Actor, tmp_path: Path):
    exchange.take_in(database, admin, [file(tmp_path, {"k": link()})])
    found = database.run(interviews.list_page, admin)[0].rows[0]
    database.run(invitations.reissue, admin, found.id)
    _, grant = database.run(people.enter, admin, found.id)[0]
    database.run(conduct.start, grant)
    late = exchange.take_in(database, admin, [file(tmp_path, {"k": said(("Anything else at all?", "No."))})])
    assert (late[0].known, late[0].new) == (1, 0)


def test_a_broken_record_is_told_and_the_rest_goes_in(database: Database, admin: Actor, tmp_path: Path):
    content = {
        "good": link(),
        "number": 7,
        "list": [],
        "nothing": {"candidate_email": "x@example.org"},
        "no questions": link(questions=[]),
        "short": link(questions=[{"text": "Why?", "type": "technical"}]),
        "half": link(
            questions=[{"text": "What is a variable, in your words?", "type": 3}, None, {"text": 5}]
        ),
        "nobody": link(candidate_email=["a"], candidate_name=None, job_role={"x": 1}, completed="yes"),
    }
    report = exchange.take_in(database, admin, [file(tmp_path, content)])[0]
    assert (report.new, report.refused) == (3, 8)
    refused = {remark.place for remark in report.remarks if remark.is_refused}
    assert refused == {
        "number",
        "list",
        "nothing",
        "no questions",
        "short, question 1",
        "short",
        "half, question 2",
        "half, question 3",
    }
    files = exported(database, tmp_path / "out")
    assert files["interview_links.json"] == {key: content[key] for key in ("good", "half", "nobody")}


NOT_JSON = "This is not a JSON file, or it is cut off."
HOSTILE = {
    "not JSON": (b"<html>", NOT_JSON),
    "cut off": (b'{"k": {"questions": [', NOT_JSON),
    "binary": (bytes(range(256)), NOT_JSON),
    "deep": (b"[" * 200_000, "This file is nested too deep to be read."),
    "a text": (b'"questions"', exchange.NOT_OURS),
    "a list": (b'[{"questions": []}]', exchange.NOT_OURS),
    "other": (b'{"name": "package", "questions": 3}', exchange.NOT_OURS),
    "no object": (b"null ", None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_none_of_them_is_told(database: Database, admin: Actor, tmp_path: Path, name: str):
    content, told = HOSTILE[name]
    good = file(tmp_path, {"k": link()}, "good.json")
    bad, other = exchange.take_in(database, admin, [file(tmp_path, content), good])
    assert words(bad) == ([told] if told else [])
    assert other.new == 1


def test_a_file_too_large_is_not_read(database: Database, admin: Actor, tmp_path: Path):
    path = tmp_path / "large.json"
    with path.open("wb") as made:
        made.truncate(4 * MAX_BYTES)
    report = exchange.take_in(database, admin, [path, tmp_path / "none.json", tmp_path])
    assert [words(found) for found in report] == [
        ["This file is larger than 50 MiB. Please split it."],
        ["There is no such file."],
        ["There is no such file."],
    ]


DEEP: Any = []
for _ in range(200):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "raw",
    ["1e999", "NaN", "-Infinity", "9" * 5000, json.dumps(DEEP)],
    ids=["overflow", "nan", "infinity", "digits", "deep"],
)
def test_what_no_other_program_could_read_back_is_refused(
    database: Database, admin: Actor, tmp_path: Path, raw: str
):
    record = json.dumps(link())[:-1] + f', "more": {raw}}}'
    report = exchange.take_in(
        database, admin, [file(tmp_path, f'{{"k": {record}, "l": {json.dumps(link())}}}')]
    )
    assert (report[0].new, report[0].refused, report[0].remarks[0].place) == (1, 1, "k")


def test_odd_characters_and_keys_are_kept_and_change_nothing(
    database: Database, admin: Actor, tmp_path: Path
):
    odd = link(
        candidate_name="Ana\u0000 \u202eRuiz \ud800",
        job_role="\u001b[2J=cmd|'/c calc'!A0",
        **{"../../etc/passwd": {"__proto__": [1, True, 1.0, None, 10**40]}},
    )
    content = {
        "../../../etc/passwd": odd,
        "<script>alert(1)</script>": link(),
        "x" * 300: link(),
        " ": link(),
    }
    report = exchange.take_in(database, admin, [file(tmp_path, content)])[0]
    assert (report.new, report.refused) == (2, 2)
    names = {row.candidate_name for row in database.run(interviews.list_page, admin)[0].rows}
    assert names == {"Ana\ufffd Ruiz \ufffd", "Ana Ruiz"}
    files = exported(database, tmp_path / "out")["interview_links.json"]
    assert files["../../../etc/passwd"] == {**odd, "candidate_name": "Ana\ufffd \u202eRuiz \ufffd"}
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        {"data", "out", "some.json"} & set(os.listdir(tmp_path))
    )


def test_a_key_that_stands_twice_is_told(database: Database, admin: Actor, tmp_path: Path):
    one = json.dumps(link())
    report = exchange.take_in(database, admin, [file(tmp_path, f'{{"k": {one}, "k": {one}}}')])[0]
    assert (report.new, words(report)) == (1, ["The key stands twice; the last counts."])


def test_repeated_questions_are_told_and_kept(database: Database, admin: Actor, tmp_path: Path):
    question = {"text": "What is a deadlock, and when did you see one?", "type": "technical"}
    content = {"k": link(questions=[question, dict(question)])}
    report = exchange.take_in(database, admin, [file(tmp_path, content)])[0]
    assert words(report) == ["Questions 1 and 2 have the same text."]
    assert exported(database, tmp_path / "out")["interview_links.json"] == content


def test_an_unknown_type_is_told_and_comes_back(database: Database, admin: Actor, tmp_path: Path):
    pool = {
        "metadata": {"x": 1},
        "questions": {"hr": [{"id": "1", "text": "Why do you want to leave?"}], "all": []},
    }
    report = exchange.take_in(database, admin, [file(tmp_path, pool)])[0]
    assert words(report) == ["Its type “hr” is not known here; taken as technical."]
    assert (
        exported(database, tmp_path / "out")["question_pool.json"]["questions"]["hr"]
        == pool["questions"]["hr"]
    )


def test_old_scores_count_nothing(database: Database, admin: Actor, tmp_path: Path):
    for key, score in {"a": 7.4, "b": "ten", "c": True, "d": None, "e": [1], "f": 10**30}.items():
        pair = ("What is a variable, in your words?", "A name for a value.")
        exchange.take_in(database, admin, [file(tmp_path, {key: said(pair, final_score=score)})])
    assert {row.score for row in database.run(interviews.list_page, admin)[0].rows} == {None}
    assert exported(database, tmp_path / "out")["candidate_answers.json"]["f"]["final_score"] == 10**30
