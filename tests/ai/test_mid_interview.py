"""Every failure of a service at every capability, in a running interview: people notice nothing but words.

The candidate goes on in time, nothing is lost, the embedded twin does the work, the report says why.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from components.interview_words import MODEL_GRADING
from components.spoken_answer import REASONS
from neurohire.ai import grader
from neurohire.auth.actors import Actor
from neurohire.services import deciding, journal, transcripts
from neurohire.services.reports import Report
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.state import AppState
from neurohire.vocabulary import (
    FollowUpSource,
    GradingState,
    ModelState,
    QuestionSource,
    Role,
    ScoreSource,
    TranscriptState,
)
from tests import people
from tests.ai.mid_interview import SAID, Candidate, candidate, end_tasks, goes_on, speech
from tests.conftest import empty
from tests.pages.signed_in import post_login
from tests.serving import served
from tests.waiting import until

FAULTS = [fault for fault in Fault if fault is not Fault.NONE]
SLOW = (Fault.HANG, Fault.DRIP)
# what such an answer is no failure of: half a sentence was heard, and only sound can be no sound
HEARS = (Fault.TRUNCATE, Fault.NOT_AUDIO)
AWAY = (Fault.BUSY, Fault.ERROR, Fault.WRONG_KEY, Fault.HANG, Fault.DRIP, Fault.HUGE, Fault.REDIRECT)
STILL_WRITTEN = "Still being written down"


@pytest.fixture
def services(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What may be set only before the start; graders do not wait for words that never come."""
    settings.model_allow_private = True
    monkeypatch.setattr(transcripts, "GRADING_WAITS", timedelta(0))
    return settings


@pytest.fixture
def kind(request: pytest.FixtureRequest, services: Settings) -> str:
    found = str(getattr(request, "param", "sqlite"))
    if found == "mariadb":
        services.database_url = request.getfixturevalue("migrated_mariadb")
        empty(services.database_url)
    return found


@pytest.fixture
def app(kind: str, app: FastAPI) -> FastAPI:
    """On either database, with its services set before it starts."""
    return app


@pytest.fixture
async def url(app: FastAPI) -> AsyncIterator[str]:
    async with served(app) as found:
        yield found


@pytest.fixture
async def rita(url: str, app: FastAPI, http: httpx.AsyncClient) -> Actor:
    """A recruiter, signed in in `http`."""
    state: AppState = app.state.neurohire
    actor = await state.database.transact(people.make_actor, "rita@example.org", Role.RECRUITER)
    assert (await post_login(http, "rita@example.org")).status_code == 303
    return actor


async def change_over(state: AppState, base_url: str, **settings: Any) -> None:
    """One server for everything; fresh clients, whose breakers know nothing."""
    await state.database.transact(end_tasks)
    name = f"stand-in-{uuid.uuid4().hex[:6]}"
    values = {"model_name": name, "speech_out_name": name, "speech_in_name": name} if base_url else {}
    for field, value in {"model_base_url": base_url, **values, **settings}.items():
        setattr(state.settings, field, value)
    await state.jobs.services_changed()
    await state.models.prepare()


async def save(state: AppState, admin: Actor, **changes: Any) -> None:
    """As the settings page does."""
    views = await state.stored.views(admin)
    await state.stored.save(admin, changes, {name: view.stamp for name, view in views.items()})


async def to_the_end(one: Candidate, parts: list[bytes], at: Callable[[str], None] | None = None) -> str:
    """All turns heard, typed and one also spoken, then handed in; the id of the take.

    `at` is told of the end of the first turn, from which on all are spoken, and of handing in.
    """
    await one.enter()
    async with one.page() as page:
        turn = await one.begin(page)
        takes = []
        while turn is not None:
            one.heard.turns.append(turn)
            await one.hear(turn)
            if not takes or at is not None:
                takes.append(await one.say(turn, parts))
            turn = (await one.done(page, turn))["turn"]
            if at is not None and len(one.heard.turns) == 1:
                at("first")
        if at is not None:
            at("submit")
        assert (await page.send("interview_submit"))["type"] == "ack"
    return takes[-1]


async def check(one: Candidate, fault: Fault, take: str, http: httpx.AsyncClient) -> None:
    """What candidate and recruiter have in the end."""
    await until(lambda: _is_through(one, fault))
    assert one.heard.longest < deciding.LIMIT.total_seconds()
    report = await one.report()
    page = (await http.get(f"/interviews/{one.interview_id}/report")).text
    _check_answers(one, report)
    if fault is not Fault.NOT_AUDIO:
        await _check_embedded(one, report)
        words = MODEL_GRADING[ModelState.WAITING] if fault in AWAY else grader.UNUSABLE_ANSWER
        assert words in page
    _check_take(report, fault, take, page)
    assert "as told" not in page and "Traceback" not in page
    assert (await one.state.database.read(journal.verify, one.interview_id)).broken_at is None


async def _is_through(one: Candidate, fault: Fault) -> bool:
    """Scores are there, the model's word on them too, unless it is away."""
    report = await one.report()
    wanted = ModelState.WAITING if fault in AWAY else ModelState.DONE
    takes = [take for question in report.questions for take in question.spoken]
    return (
        report.interview.grading_state is GradingState.DONE
        and report.interview.model_grading_state is wanted
        and all(take.is_delayed or take.state is not TranscriptState.WAITING for take in takes)
    )


async def _check_embedded(one: Candidate, report: Report) -> None:
    """Questions, follow-ups and scores are those of an app without any service."""
    sources = {question.question.source for question in report.questions}
    assert sources <= {QuestionSource.BANK, QuestionSource.RESUME}
    asked = [entry.body or {} for entry in await one.entries("follow_up_asked")]
    assert {body["source"] for body in asked} <= {FollowUpSource.BANK}
    assert {body["text"] for body in asked} <= await one.prepared()
    counts = {c.counts.source for q in report.questions for c in q.criteria if c.counts}
    assert counts == {ScoreSource.EMBEDDED}
    assert all(c.counts for q in report.questions for c in q.criteria)


def _check_answers(one: Candidate, report: Report) -> None:
    """Every word of every turn, and sounds that a browser can play, or else speaks itself."""
    given = {(q.id, a.follow_up): a.text for q in report.questions for a in q.answers}
    assert given == {(turn["question_id"], turn["follow_up"]): SAID for turn in one.heard.turns}
    assert len(one.heard.turns) >= 2
    assert all(not sound or sound[:4] == b"RIFF" for sound in one.heard.sounds)


def _check_take(report: Report, fault: Fault, take: str, page: str) -> None:
    (found,) = [one for q in report.questions for one in q.spoken if one.recording_id == take]
    assert any(r.id == take and not r.missing for q in report.questions for r in q.recordings)
    if fault in HEARS:
        assert found.state is TranscriptState.DONE and found.lines
    elif fault is Fault.EMPTY:
        assert found.state is TranscriptState.NO_SPEECH and REASONS["not_understood"] in page
    else:
        assert found.is_delayed and found.lines == [] and STILL_WRITTEN in page


@pytest.mark.parametrize(
    "kind", ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)], indirect=True
)
async def test_every_fault_at_every_capability(
    app: FastAPI, url: str, kind: str, rita: Actor, http: httpx.AsyncClient, stand_in: StandIn,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    state: AppState = app.state.neurohire
    parts, wrong = speech(tmp_path), {}
    faults = FAULTS if kind == "sqlite" else [Fault.ERROR, Fault.REFUSE]
    for fault in faults:
        stand_in.behaviour.always = Step(fault=fault)
        await change_over(state, stand_in.url, model_timeout=1.0 if fault in SLOW else 45.0)
        stand_in.behaviour.calls.clear()
        try:
            async with candidate(app, url, rita, f"{fault}@example.org") as one:
                await until(lambda: stand_in.behaviour.calls)  # its questions are being written
                await check(one, fault, await to_the_end(one, parts), http)
        except Exception as error:
            wrong[fault] = repr(error)
    assert wrong == {}
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err and "as told" not in said.out + said.err


def asked(stand_in: StandIn) -> tuple[bool, ...]:
    """Which capabilities were asked for something: no cell of the matrix may be empty."""
    calls = list(stand_in.behaviour.calls)
    chats = [json.dumps(call.body) for call in calls if call.path.endswith("completions")]
    follow_ups = ["follow_ups_so_far" in chat for chat in chats]
    gradings = ["criteria" in chat and SAID in chat for chat in chats]
    return (
        any(not (a or b) for a, b in zip(follow_ups, gradings, strict=True)),
        any(follow_ups),
        any(gradings),
        any(call.path.endswith("speech") for call in calls),
        any(call.path.endswith("transcriptions") for call in calls),
    )


async def test_an_address_that_is_not_allowed(
    app: FastAPI, url: str, rita: Actor, http: httpx.AsyncClient, stand_in: StandIn, tmp_path: Path
):
    """Set to this machine where private addresses are not allowed: nothing is sent, all goes on."""
    state: AppState = app.state.neurohire
    await change_over(state, stand_in.url, model_allow_private=False)
    async with candidate(app, url, rita, "kim@example.org") as one:
        take = await to_the_end(one, speech(tmp_path))
        await check(one, Fault.ERROR, take, http)
    assert stand_in.behaviour.calls == []


@pytest.mark.parametrize("limit", ["model_tokens_per_interview", "model_money_per_interview"])
async def test_a_budget_spent_in_mid_interview(
    limit: str, app: FastAPI, url: str, rita: Actor, http: httpx.AsyncClient, stand_in: StandIn,
    tmp_path: Path,
):  # fmt: skip
    """The first turn is the model's, from then on there is no call that costs."""
    state: AppState = app.state.neurohire
    await change_over(state, stand_in.url, model_money_per_interview=Decimal(5), model_price_out=Decimal(1))
    async with candidate(app, url, rita, "kim@example.org") as one:
        await until(lambda: asked(stand_in)[0])
        take = await to_the_end(one, speech(tmp_path), lambda _: setattr(state.settings, limit, Decimal(0)))
        await until(lambda: _is_given_up(one))
        report, made = await one.report(), [e.body or {} for e in await one.entries("follow_up_asked")]
        page = (await http.get(f"/interviews/{one.interview_id}/report")).text
    assert [body["source"] for body in made][:1] == [FollowUpSource.MODEL]
    assert {body["source"] for body in made[1:]} <= {FollowUpSource.BANK}
    _check_answers(one, report)
    assert MODEL_GRADING[ModelState.FAILED] in page
    assert {c.counts.source for q in report.questions for c in q.criteria if c.counts} == {
        ScoreSource.EMBEDDED
    }
    assert not asked(stand_in)[2]
    takes = {t.recording_id: t for q in report.questions for t in q.spoken}
    if limit == "model_money_per_interview":
        assert takes[take].reason == "over_budget" and REASONS["over_budget"] in page
    else:  # sound is not counted in tokens
        assert takes[take].state is TranscriptState.DONE


async def _is_given_up(one: Candidate) -> bool:
    report = await one.report()
    is_heard = all(t.state is not TranscriptState.WAITING for q in report.questions for t in q.spoken)
    return report.interview.model_grading_state is ModelState.FAILED and is_heard


async def test_audio_that_is_none(
    app: FastAPI, url: str, rita: Actor, http: httpx.AsyncClient, stand_in: StandIn
):
    await change_over(app.state.neurohire, stand_in.url)
    async with candidate(app, url, rita, "kim@example.org") as one:
        take = await to_the_end(one, [b"no audio " * 3000])
        await until(lambda: _is_done(one))
        report = await one.report()
        page = (await http.get(f"/interviews/{one.interview_id}/report")).text
    _check_answers(one, report)
    (found,) = [t for q in report.questions for t in q.spoken if t.recording_id == take]
    assert found.reason == "not_audio" and REASONS["not_audio"] in page
    assert not asked(stand_in)[4]


async def _is_done(one: Candidate) -> bool:
    report = await one.report()
    is_heard = all(t.state is not TranscriptState.WAITING for q in report.questions for t in q.spoken)
    return report.interview.grading_state is GradingState.DONE and is_heard


async def test_switched_off_on_the_settings_page_while_interviews_run(
    app: FastAPI, url: str, rita: Actor, http: httpx.AsyncClient, stand_in: StandIn, tmp_path: Path
):
    """One is being written for, one thought about, one listened to, one graded: none waits for ever."""
    state: AppState = app.state.neurohire
    parts = speech(tmp_path)
    await change_over(state, "", model_timeout=5.0)
    admin = await state.database.transact(people.make_actor, "ada@example.org", Role.ADMIN)
    names = dict.fromkeys(("model_name", "speech_out_name", "speech_in_name"), "stand-in")
    await save(state, admin, model_base_url=stand_in.url, **names)

    def hang(when: str) -> None:
        stand_in.behaviour.always = Step(fault=Fault.HANG if when == "submit" else Fault.NONE)

    async with (
        candidate(app, url, rita, "graded@example.org") as one,
        candidate(app, url, rita, "heard@example.org") as two,
        candidate(app, url, rita, "thought@example.org") as three,
    ):
        await to_the_end(one, parts, hang)
        await until(lambda: asked(stand_in)[2])
        await two.enter()
        await three.enter()
        stand_in.behaviour.calls.clear()
        async with two.page() as page, three.page() as other:
            turn = await two.begin(page)
            take = await two.say(turn, parts)
            await until(lambda: asked(stand_in)[4])
            place = {"question_id": (await three.begin(other))["question_id"], "follow_up": 0}
            await other.send("answer_done", **place, text=SAID, mode="text")
            await other.state(lambda s: s["turn"] is not None and s["turn"]["is_deciding"])
            async with candidate(app, url, rita, "written@example.org") as four:
                await until(lambda: asked(stand_in)[0])
                await save(state, admin, model_base_url="")
            assert state.models.writer is state.models.grader is state.models.transcriber is None
            await other.next(lambda m: goes_on(m, place), seconds=deciding.LIMIT.total_seconds())
            assert (await two.done(page, turn))["turn"] is not None
        await until(lambda: state_is(four, "writing_state", ModelState.NONE))
        await until(lambda: state_is(one, "model_grading_state", ModelState.NONE))
        report = await two.report()
        shown = (await http.get(f"/interviews/{one.interview_id}/report")).text
    (found,) = [t for q in report.questions for t in q.spoken if t.recording_id == take]
    assert (found.state, found.reason) == (TranscriptState.FAILED, "switched_off")
    assert all(c.counts for q in (await one.report()).questions for c in q.criteria)
    assert MODEL_GRADING[ModelState.WAITING] not in shown and one.heard.longest < 8


async def state_is(one: Candidate, field: str, wanted: ModelState) -> bool:
    return getattr((await one.report()).interview, field) is wanted
