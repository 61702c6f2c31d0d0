"""The page of questions as a recruiter uses it: find, write, edit while another does, retire, merge."""

from __future__ import annotations

import asyncio

import pytest
from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User

from components.data_table import DataTable
from neurohire.questions.bank import load_bank
from neurohire.services import pins, pool_list, pool_merge, pool_sheet, question_pool
from neurohire.services.pool_list import PoolFilter
from neurohire.vocabulary import PoolState, QuestionSource, QuestionType, Role
from tests import pool
from tests.pages.signed_in import database_of, recruiter
from tests.people import make_actor, make_interview, make_position
from tests.waiting import until

HOSTILE = "<img src=x onerror=alert(1)> and {{ constructor }} in a question, what now?"


def table(user: User) -> DataTable:
    return next(iter(user.find(DataTable).elements))


def ask(user: User, **query: object) -> None:
    usual = {"page": 1, "sort": "", "descending": False, "search": "", "filters": []}
    user.find(DataTable).trigger("query", usual | query)


async def test_the_list_searches_filters_and_pages(app: FastAPI, user: User) -> None:
    await recruiter(app, user)
    await user.open("/questions?type=coding&q=sql")
    shown = table(user)
    assert 0 < shown.props["total"] < 40
    assert {row["type"] for row in shown.rows} == {"Coding"}
    await user.open("/questions?page=2&type=nonsense&level=boss&sort=x&state=y")
    assert table(user).props["query"][0] == 2 and len(table(user).rows) == 25
    user.find(DataTable).trigger(
        "query", {"page": 1, "sort": "uses", "descending": True, "search": "kubernetes", "filters": []}
    )
    await until(lambda: 0 < table(user).props["total"] < 30)
    user.find(DataTable).trigger(
        "query", {"page": 1, "sort": "", "search": "no such words at all", "filters": []}
    )
    await until(lambda: table(user).props["total"] == 0)
    await user.should_see("No question fits", retries=50)


async def test_a_row_opens_in_full(app: FastAPI, user: User) -> None:
    await recruiter(app, user)
    question = load_bank().questions[0]
    await user.open(f"/questions?open={question.id}")
    await user.should_see(question.text, retries=50)
    await user.should_see(question.rubric[0].points[0], retries=50)
    await user.should_see(question.follow_ups[0].text, retries=50)
    await user.should_see("No interview has it yet.", retries=50)


async def test_writing_one_with_a_rubric(app: FastAPI, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = await recruiter(app, user)
    await user.open("/questions/new")
    gone_to: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(ui.navigate, "to", gone_to.put_nowait)
    user.find(marker="add-line").click()
    user.find(marker="save-question").click()
    await user.should_see("Please look at the fields marked above.", retries=50)
    errors = {field.error for field in user.find(ui.input).elements | user.find(ui.textarea).elements}
    assert {
        "A question needs 10 to 1,500 characters.",
        "Say in 3 to 400 characters what this score means.",
    } <= errors
    words, points = sorted(user.find(ui.textarea).elements, key=lambda e: e.id)
    inputs = [field for field in user.find(ui.input).elements if not isinstance(field, ui.textarea)]
    words.value, points.value = HOSTILE, "The first point.\n\n  The second point.  "
    for number, field in enumerate(inputs):
        field.value = f"Words {number} for this field"
    user.find(marker="save-question").click()
    path = await asyncio.wait_for(gone_to.get(), 10)
    detail = await database_of(app).read(pool_sheet.get, actor, path.partition("open=")[2])
    assert detail.question.text == HOSTILE and detail.row.source is QuestionSource.RECRUITER
    assert detail.question.rubric[0].points == ["The first point.", "The second point."]
    assert not detail.row.is_open
    await user.open(path)
    await user.should_see(HOSTILE, retries=50)


async def test_a_coding_question_gets_test_cases_and_wrong_ones_are_told(
    app: FastAPI, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await recruiter(app, user)
    await user.open("/questions/new")
    gone_to: asyncio.Queue[str] = asyncio.Queue()
    monkeypatch.setattr(ui.navigate, "to", gone_to.put_nowait)

    def lines() -> list[ui.input]:
        found = [one for one in user.find(ui.input).elements if not isinstance(one, ui.textarea)]
        return sorted(found, key=lambda one: one.id)

    next(one for one in user.find(ui.select).elements if "coding" in one.options).value = "coding"
    lines()[0].value = "Arithmetic"
    user.find(marker="add-case").click()
    function, args = lines()[-2:]
    words, _starter, expected = sorted(user.find(ui.textarea).elements, key=lambda one: one.id)
    words.value = "Write a function that doubles what it is given."
    function.value, args.value = "not a name", "[1"
    user.find(marker="save-question").click()
    await user.should_see("Please look at the fields marked above.", retries=50)
    assert function.error and args.error and expected.error
    function.value, args.value, expected.value = "twice", "21", "42"
    user.find(marker="save-question").click()
    path = await asyncio.wait_for(gone_to.get(), 10)
    detail = await database_of(app).read(pool_sheet.get, actor, path.partition("open=")[2])
    assert [case.model_dump(exclude_defaults=True) for case in detail.question.test_cases] == [
        {"function": "twice", "args": [21], "expected": 42}
    ]
    await user.open(path)
    await user.should_see("twice(21) → 42", retries=50)


async def test_two_who_edit_at_once_see_each_other(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    database = database_of(app)
    question = load_bank().questions[0]
    await user.open(f"/questions/{question.id}/edit")
    words = min(user.find(ui.textarea).elements, key=lambda e: e.id)
    words.value = mine = "These are my words for it, typed with much care."
    theirs = question.model_copy(update={"text": "Somebody else was faster with these words."})
    await database.transact(question_pool.edit, actor, question.id, theirs, seen=1)
    user.find(marker="save-question").click()
    await user.should_see("Somebody was faster", retries=50)
    await user.should_see("faster", retries=50)
    assert words.value == mine
    assert (await database.read(pool_sheet.get, actor, question.id)).question.text == theirs.text
    user.find(marker="save-question").click()
    await until(lambda: database._read(pool_sheet.get, actor, question.id).row.version == 3)
    detail = await database.read(pool_sheet.get, actor, question.id)
    assert detail.question.text == mine and detail.question.rubric == question.rubric
    assert [version.by for version in detail.versions] == [actor.name, actor.name, ""]


async def test_retiring_asks_first_and_can_be_undone(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    database = database_of(app)
    name = load_bank().questions[0].id
    await user.open(f"/questions?open={name}")

    def state() -> PoolState:
        return database._read(pool_sheet.get, actor, name).row.state

    user.find(marker="retire").click()
    await user.should_see("Retire this question?", retries=50)
    assert state() is PoolState.ACTIVE
    user.find(marker="confirm-action").click()
    await until(lambda: state() is PoolState.RETIRED)
    await user.should_see("Bring it back", retries=50)
    user.find(marker="restore").click()
    await until(lambda: state() is PoolState.ACTIVE)


async def test_using_it_in_a_position(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    database = database_of(app)
    position = await database.transact(make_position, actor)
    await database.transact(make_interview, actor, position, "kim@example.org")
    name = load_bank().by_type[QuestionType.BEHAVIOURAL][-1].id
    await user.open(f"/questions?open={name}")
    user.find(marker="use-in-position").click()
    await user.should_see("Every new interview of the position gets this question.", retries=50)
    chosen = max(user.find(ui.select).elements, key=lambda e: e.id)
    chosen.value = position.id
    user.find(marker="pin").click()
    await user.should_see("Also add it to 1 interview?", retries=50)
    user.find(marker="confirm-keep").click()
    assert [pin.pool_id for pin in await database.read(pins.of_position, actor, position.id)] == [name]
    await user.open(f"/positions/{position.id}/questions")
    await user.should_see("Also add to 1 interview not begun", retries=50)
    user.find(marker=f"unpin-{name}").click()
    await user.should_see("None yet", retries=50)


async def test_merging_and_taking_it_back(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    database = database_of(app)
    texts = (pool.TEXT, pool.TEXT.replace("without a word", "without telling anybody"))
    one, two = [
        (await database.transact(question_pool.add, actor, pool.own(t), even_if_alike=True)).id for t in texts
    ]
    await user.open("/questions/duplicates")
    await user.should_see("1 pair among", retries=50)
    user.find(marker=f"keep-{one}").click()
    await user.should_see("Merge these two?", retries=50)
    user.find(marker="confirm-action").click()
    await user.should_see("No two questions read alike", retries=50)
    assert (await database.read(pool_sheet.get, actor, one)).merged == [(two, texts[1])]
    await database.transact(pool_merge.part, actor, two)
    page = await database.read(pool_list.list_page, actor, PoolFilter(source=QuestionSource.RECRUITER))
    assert {row.id for row in page.rows} == {one, two}


async def test_nothing_of_another_recruiter(app: FastAPI, user: User) -> None:
    otto = await database_of(app).transact(make_actor, "otto@example.org", Role.RECRUITER)
    private = (await database_of(app).transact(question_pool.add, otto, pool.own())).id
    await recruiter(app, user)
    await user.open("/questions?q=vendor&source=recruiter")
    assert table(user).props["total"] == 0
    await user.open(f"/questions?open={private}")
    await user.should_see("There is nothing here, or it is not yours to see.", retries=50)
    answer = await user.http_client.get(f"/questions/new?from={private}", headers={"accept": "text/html"})
    assert answer.status_code == 404 and "nightly" not in answer.text
