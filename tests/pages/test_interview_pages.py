"""The lists, one interview with its questions and link, and the report on it, as a recruiter uses them."""

from __future__ import annotations

import asyncio

import pytest
from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User
from sqlalchemy import select
from sqlmodel import Session

from components.answer_text import AnswerText
from components.copy_link import CopyLink
from components.data_table import DataTable
from components.question_editor import QuestionEditor
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.models.interviews import FollowUpAsked
from neurohire.services import interviews, login_sessions, question_sets, reports
from neurohire.vocabulary import DataKind, Outcome
from tests.pages.handed_in import CODE, TAKE, hand_in
from tests.pages.signed_in import database_of, recruiter
from tests.people import make_interview, make_position
from tests.waiting import until

HOSTILE = "<img src=x onerror=alert(1)>"


async def make(app: FastAPI, actor: Actor, name: str = "Kim Example", email: str = "kim@example.org") -> str:
    database = database_of(app)
    position = await database.transact(make_position, actor, 6)
    return await database.transact(make_interview, actor, position, email, name)


async def texts(database: Database, actor: Actor, interview: str) -> list[str]:
    return [view.question.text for view in await database.read(question_sets.get, actor, interview)]


def errors(user: User) -> set[str | None]:
    return {field.error for field in user.find(ui.textarea).elements}


async def graded(database: Database, actor: Actor, interview: str) -> None:
    """Until the job has done what it was woken for."""
    async with asyncio.timeout(60):
        while (await database.read(interviews.get, actor, interview)).grading_state != "done":
            await asyncio.sleep(0.05)


async def settled(user: User, words: str) -> None:
    await user.should_see(words, retries=40)


async def test_home_leads_on_and_says_what_needs_somebody(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    await user.open("/")
    await user.should_see("Make your first position")
    interview = await make(app, actor)
    await user.open("/")
    await user.should_see("Nothing right now")
    await database_of(app).transact(hand_in, actor, interview)
    await user.open("/")
    await user.should_see("1 report to decide")
    await user.should_see("Kim Example")


async def test_the_list_searches_filters_and_fills_by_itself(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    await make(app, actor)
    other = await make(app, actor, HOSTILE, "lee@example.org")
    await user.open("/interviews?search=lee@")
    table = next(iter(user.find(DataTable).elements))
    assert [row["who"]["text"] for row in table.rows] == [HOSTILE]
    ask = {"page": 1, "sort": "who", "descending": False, "search": "", "filters": []}
    user.find(DataTable).trigger("query", ask)
    await settled(user, "Kim Example")
    assert [row["who"]["text"] for row in table.rows] == [HOSTILE, "Kim Example"]
    user.find(DataTable).trigger("query", ask | {"filters": ["live", "nonsense"]})
    await settled(user, "No interviews yet")
    await database_of(app).transact(interviews.cancel, actor, other)
    user.find(DataTable).trigger("query", ask | {"filters": ["closed"]})
    await settled(user, "Cancelled")


async def test_questions_are_changed_before_the_interview(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    interview = await make(app, actor)
    database = database_of(app)
    await user.open(f"/interviews/{interview}")
    before = await database.read(question_sets.get, actor, interview)
    editor = user.find(QuestionEditor)
    editor.trigger("edit", {"id": before[0].id, "text": "What was hard about the import?"})
    await settled(user, "What was hard about the import?")
    editor.trigger("edit", {"id": before[1].id, "text": "No"})
    await settled(user, "A question needs 10 to 1,500 characters.")
    editor.trigger("move", {"id": before[0].id, "place": 2})
    editor.trigger("add", {"text": f"Why do you want to work here {HOSTILE}?", "kind": "behavioural"})
    await settled(user, f"Why do you want to work here {HOSTILE}?")
    editor.trigger("replace", before[1].id)
    await settled(user, "Here is another question like it")
    editor.trigger("remove", before[3].id)
    await settled(user, "Remove question")
    user.find(marker="confirm-action").click()
    await settled(user, "is removed")
    after = await texts(database, actor, interview)
    assert len(after) == len(before)
    assert after[2] == "What was hard about the import?"
    assert before[3].question.text not in after


async def test_a_link_is_revoked_and_made_anew(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    interview = await make(app, actor)
    await user.open(f"/interviews/{interview}")
    old = next(iter(user.find(CopyLink).elements)).props["url"]
    user.find(marker="revoke").click()
    await settled(user, "It stops working at once.")
    user.find(marker="confirm-action").click()
    await settled(user, "This link was revoked.")
    user.find(marker="new-link").click()
    await settled(user, "The earlier link stops working at once.")
    user.find(marker="confirm-action").click()
    await settled(user, "The new link is ready to be copied")
    assert next(iter(user.find(CopyLink).elements)).props["url"] != old


async def test_extra_time_and_cancelling(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    interview = await make(app, actor)
    await user.open(f"/interviews/{interview}")
    next(iter(user.find(ui.number).elements)).value = 30
    user.find(marker="give-time").click()
    await settled(user, "45 minutes + 30 extra")
    user.find(marker="cancel").click()
    await settled(user, "Cancel the interview of Kim Example?")
    user.find(marker="confirm-action").click()
    await settled(user, "its link opens nothing any more")
    assert (await database_of(app).read(interviews.get, actor, interview)).state == "cancelled"


async def test_the_report_fills_by_itself_and_quotes_lead_to_words(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    interview = await make(app, actor)
    database = database_of(app)
    await database.transact(hand_in, actor, interview)
    await user.open(f"/interviews/{interview}/report")
    await settled(user, "on a scale to 10")
    await user.should_see(" <img src=x onerror=alert(1)> {{ 7*7 }} \u202eevil")
    sources = {element.props.get("src") for element in user.find(marker="take").elements}
    assert sources == {f"/api/v1/interviews/{interview}/recordings/{TAKE}"}
    report = await database.read(reports.get, actor, interview)
    lines = [line for element in user.find(AnswerText).elements for line in element.props["lines"]]
    marked = {anchor for line in lines for run in line for anchor in run[2]}
    quoted = {
        f"said-{question.number}-{quote.part}-{quote.start}-{quote.end}"
        for question in report.questions
        for view in question.criteria
        if view.counts
        for quote in view.counts.quotes
    }
    assert len(quoted) > 5
    assert quoted == marked
    assert any(e.words == CODE and e.props["code"] for e in user.find(AnswerText).elements)


async def test_a_person_overrides_with_a_reason(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    interview = await make(app, actor)
    database = database_of(app)
    await database.transact(hand_in, actor, interview)
    await user.open(f"/interviews/{interview}/report")
    await settled(user, "on a scale to 10")
    report = await database.read(reports.get, actor, interview)
    key = report.questions[0].criteria[0].criterion.key
    user.find(marker=f"override-1-{key}").click()
    await settled(user, "Save this score")
    user.find(marker="save-score").click()
    await until(lambda: "Please give a reason (3 to 2,000 characters)." in errors(user))
    dialog = [f for f in user.find(ui.select).elements if "none" in f.options]
    dialog[0].value = "1"
    reason = [f for f in user.find(ui.textarea).elements if f.error]
    reason[0].value = f"Only touched it {HOSTILE}"
    user.find(marker="save-score").click()
    await settled(user, f"Only touched it {HOSTILE}")
    await settled(user, "given by Mara")
    after = await database.read(reports.get, actor, interview)
    assert after.questions[0].criteria[0].counts is not None
    assert after.questions[0].criteria[0].counts.points == 1


async def test_a_decision_has_a_name_and_a_reason(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    interview = await make(app, actor)
    await database_of(app).transact(hand_in, actor, interview)
    await user.open(f"/interviews/{interview}/report")
    user.find(marker="decide").click()
    await until(lambda: "Please give a reason." in errors(user))
    next(f for f in user.find(ui.select).elements if Outcome.HOLD in f.options).value = Outcome.HOLD
    next(iter(user.find(ui.textarea).elements)).value = "A second talk about testing."
    user.find(marker="decide").click()
    await settled(user, "A second talk about testing.")
    await user.should_see("Hold")


async def test_the_report_says_which_follow_up_a_model_wrote(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    interview = await make(app, actor)
    database = database_of(app)
    await database.transact(hand_in, actor, interview)

    def written(db: Session) -> None:
        row = db.scalars(select(FollowUpAsked)).first()
        assert row is not None
        row.source, row.model, row.prompt = "model", "some-model", "follow-ups/1"

    await database.transact(written)
    await user.open(f"/interviews/{interview}/report")
    await settled(user, "Written by a model during the interview (some-model, follow-ups/1)")


async def test_without_consent_the_report_says_why_there_are_no_scores(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    interview = await make(app, actor)
    database = database_of(app)
    await database.transact(hand_in, actor, interview, set(DataKind) - {DataKind.SUGGESTED_SCORES})
    await user.open(f"/interviews/{interview}/report")
    await graded(database, actor, interview)
    await settled(user, "The candidate did not agree to suggested scores")
    await settled(user, "too few for a total")


async def test_failed_scores_can_be_made_again(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    interview = await make(app, actor)
    database = database_of(app)
    await database.transact(hand_in, actor, interview)
    await graded(database, actor, interview)

    def fail(db: object) -> None:
        from neurohire.models.interviews import Interview

        row = db.get(Interview, interview)  # type: ignore[attr-defined]
        row.grading_state = "failed"

    await database.transact(fail)
    await user.open(f"/interviews/{interview}/report")
    await user.should_see("The scores could not be made.")
    user.find(marker="grade-again").click()
    await settled(user, "on a scale to 10")


async def test_other_browsers_can_be_signed_out(app: FastAPI, user: User) -> None:
    actor = await recruiter(app, user)
    database = database_of(app)
    agent = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    await database.transact(login_sessions.log_in, actor.user_id, "", agent)
    await user.open("/account")
    await user.should_see("Firefox on Windows")
    await user.should_see("This browser")
    user.find("Sign out there").click()
    await settled(user, "Sign out Firefox on Windows?")
    user.find(marker="confirm-action").click()
    await settled(user, "Signed out there")
    await user.should_not_see("Firefox on Windows")
    assert len(await database.read(login_sessions.list_sessions, actor.user_id)) == 1


@pytest.mark.parametrize("path", ["/interviews", "/positions"])
async def test_an_empty_list_says_the_next_step(app: FastAPI, user: User, path: str) -> None:
    await recruiter(app, user)
    await user.open(path)
    await user.should_see("Make your first position" if path == "/positions" else "Go to positions")
