"""Questions out and in: what comes out goes in again, and nothing that is handed in breaks anything."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from neurohire.database import Database
from neurohire.errors import Rejected
from neurohire.models.question_pool import PoolQuestion
from neurohire.questions import exchange
from neurohire.questions.bank import load_bank
from neurohire.services import pool_bank, pool_files, pool_start, question_pool
from neurohire.services.pool_list import PoolFilter
from neurohire.vocabulary import PoolState, QuestionType, Role
from tests import people, pool

FORMULAS = ("=HYPERLINK(\"http://evil.example\")", "+1+1 is what the cell says", "-2 is what the cell says",
            "@SUM(A1) is what the cell says")  # fmt: skip


def file_of(*rows: object, **changes: object) -> bytes:
    head = {"format": exchange.FORMAT, "version": exchange.VERSION}
    return json.dumps({**head, "questions": rows, **changes}).encode()


def row(text: str = pool.TEXT, **changes: object) -> dict[str, Any]:
    whole = pool.own().model_dump(mode="json", include=set(exchange.KEPT))
    return {**whole, "text": text, **changes}


@pytest.fixture
def database_with_bank(database: Database) -> Database:
    database.run(pool_start.begin)
    return database


async def test_what_comes_out_goes_in_again(database_with_bank: Database):
    database = database_with_bank
    rita, otto = (database.run(people.make_actor, f"{n}@example.org", Role.RECRUITER)[0] for n in ("r", "o"))
    code = pool.own("Write a function that splits a log line into its parts.", QuestionType.CODING,
                    starter="def split(line):\n    \treturn []\n", languages=["Python"])  # fmt: skip
    for question in (pool.own(), code):
        database.run(question_pool.add, rita, question, language="en")
    text = database.run(pool_files.as_json, rita, PoolFilter())[0]
    whole = json.loads(text)
    assert whole["complete"] and len(whole["questions"]) == len(load_bank().questions) + 2
    read = exchange.read(text.encode())
    found = await pool_files.take_in(database, otto, read, is_open=False)
    assert (found.added, found.known, found.alike, found.broken) == (2, len(read) - 2, 0, 0)
    again = await pool_files.take_in(database, otto, read, is_open=False)
    assert (again.added, again.known) == (0, len(read))
    texts = {own.question.text: own.question for own in database.run(pool_bank.content)[0].own}
    assert texts[code.text].starter == code.starter and texts[pool.TEXT].rubric == pool.own().rubric


def test_a_filter_is_kept_to(database_with_bank: Database):
    database = database_with_bank
    rita = database.run(people.make_actor, "r@example.org", Role.RECRUITER)[0]
    shipped = load_bank().by_type[QuestionType.CODING]
    database.run(question_pool.retire, rita, shipped[0].id)
    asked = PoolFilter(type=QuestionType.CODING)
    rows = json.loads(database.run(pool_files.as_json, rita, asked)[0])["questions"]
    ids = {one["id"] for one in rows}
    assert {q.id for q in shipped[1:]} <= ids and shipped[0].id not in ids
    gone = asked.model_copy(update={"state": PoolState.RETIRED})
    assert [q["id"] for q in json.loads(database.run(pool_files.as_json, rita, gone)[0])["questions"]] == [
        shipped[0].id
    ]


@pytest.mark.parametrize("words", FORMULAS)
def test_a_spreadsheet_takes_nothing_for_a_formula(database_with_bank: Database, words: str):
    rita = database_with_bank.run(people.make_actor, "r@example.org", Role.RECRUITER)[0]
    database_with_bank.run(question_pool.add, rita, pool.own(words, skill="=1+1"))
    text = database_with_bank.run(pool_files.as_csv, rita, PoolFilter(search=words))[0]
    _, line = csv.reader(io.StringIO(text))
    assert line[1] == f"'{words}" and line[3] == "'=1+1"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line)


def test_each_row_stands_alone():
    hostile = "<img src=x onerror=alert(1)> \u202e{{7*7}} =cmd|' /C calc'!A0 " + "ö" * 20
    read = exchange.read(
        file_of(
            row(),
            "text",
            {},
            row("short"),
            row(type="quiz"),
            row(rubric=[{"key": "a1", "name": "x"}]),
            row(follow_ups=[{"text": "And what else?", "criterion": "nope"}]),
            row("x" * 1501),
            row(hostile),
            row(levels=["boss"]),
            row(unknown_part=1),
            row(rubric="nope", text=["a"]),
            row("You wrote: {fact}. What was hard about it?"),
        )
    )
    problems = [one.problem for one in read]
    assert problems == [
        "", "This is not a question.", "type is missing.", "text is too short.",
        "type is none of the words that are allowed here.", "rubric 1 name is too short.",
        "Its follow-ups and rubric lines do not fit together.", "text is too long.", "",
        "levels 1 is none of the words that are allowed here.", "", "text is not as expected.",
        "This is a form for lines of resumes; those come with NeuroHire.",
    ]  # fmt: skip
    assert [one.number for one in read] == list(range(1, 14))
    assert read[8].question is not None and "\u202e" not in read[8].question.text
    assert "<img" in read[8].question.text  # text stays text; showing it is safe


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"not json", "no_json"),
        (b"\xff\xfe\x00{", "no_json"),
        (b"[" * 100_000, "no_json"),
        (b"[1, 2]", "wrong_form"),
        (b'{"format": "neurohire-questions", "version": 1}', "wrong_form"),
        (b'{"format": "other", "version": 1, "questions": []}', "wrong_form"),
        (b'{"format": "neurohire-questions", "version": 2, "questions": []}', "newer"),
        (file_of(*[1] * 10_001), "too_many"),
    ],
)
def test_what_is_no_such_file_is_told(content: bytes, code: str):
    with pytest.raises(Rejected) as refused:
        exchange.read(content)
    assert refused.value.code == code


def test_deep_and_odd_values_do_no_harm():
    deep: object = "x"
    for _ in range(60):
        deep = [deep]
    odd = file_of(
        row(rubric=deep), row(fields=deep), row(weight=float("1e308")), row(languages=["Python"] * 5000)
    )
    assert [bool(one.problem) for one in exchange.read(odd)] == [True, True, False, False]
    nan = file_of(row()).replace(b'"weight": 1.0', b'"weight": NaN')
    assert exchange.read(nan)[0].problem == "rubric 1 weight is not as expected."


async def test_ten_thousand_rows(database_with_bank: Database):
    """A thousand of them, each ten times; each is told what became of it, the first of them by name."""
    rita = database_with_bank.run(people.make_actor, "r@example.org", Role.RECRUITER)[0]
    rows = [row(f"Topic {n}: what would you do about case {n * 7} on a bad day?") for n in range(1_000)] * 10
    found = await pool_files.take_in(
        database_with_bank, rita, exchange.read(file_of(*rows)[:]), is_open=False
    )
    assert (found.added, found.known) == (1_000, 9_000) and len(found.rows) == pool_files.MOST_TOLD
    count = database_with_bank.run(lambda db: db.scalar(select(func.count()).select_from(PoolQuestion)))[0]
    assert count == len(load_bank().questions) + 38 + found.added


async def test_the_routes(app: FastAPI, http: httpx.AsyncClient):
    mara = await people.bearer(app, "mara@example.org")
    content = file_of(row(), row("short"))
    answer = await http.post("/api/v1/questions", content=content, headers=mara.headers)
    assert answer.status_code == 201
    assert {name: answer.json()[name] for name in ("added", "broken")} == {"added": 1, "broken": 1}
    for name in ("json", "csv"):
        found = await http.get(f"/api/v1/questions.{name}?q=vendor&source=recruiter", headers=mara.headers)
        assert found.status_code == 200 and "nightly file" in found.text
        assert found.headers["content-disposition"].startswith("attachment")
    too_large = await http.post("/api/v1/questions", content=b" " * (10 * 2**20 + 1), headers=mara.headers)
    assert (too_large.status_code, too_large.json()["code"]) == (422, "too_large")
    for bad in (b"", b"{", b"[]"):
        assert (await http.post("/api/v1/questions", content=bad, headers=mara.headers)).status_code == 422
    assert (await http.get("/api/v1/questions.json?level=boss", headers=mara.headers)).status_code == 422
