"""The admin's settings as people use them; nobody else sees them, and no key ever comes back."""

from __future__ import annotations

import logging

import httpx
import pytest
from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User

from components.settings_words import NAMES, full_name
from neurohire.ai.service import CAPABILITIES
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import Unavailable
from neurohire.in_force import CHANGEABLE
from neurohire.services import login_sessions
from neurohire.settings import Settings
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.vocabulary import Role
from pages.settings import GROUPS, SECTIONS, address
from tests.ai.conftest import stand_in as stand_in
from tests.candidates import enter, invite
from tests.pages.signed_in import database_of, post_login, recruiter
from tests.people import make_actor

ANA, BEN = "ana@example.org", "ben@example.org"
CANARY = "sk-canary-55d0c1"
OTHER = "https://other.example.org/v1"
PAGES = tuple(address(section) for section in SECTIONS)


@pytest.fixture
def private_allowed(settings: Settings) -> Settings:
    settings.model_allow_private = True
    return settings


async def admin(app: FastAPI, user: User) -> Actor:
    actor = await database_of(app).transact(make_actor, ANA, Role.ADMIN)
    assert (await post_login(user.http_client, ANA)).status_code == 303
    return actor


def control(user: User, label: str, number: int = 0) -> ui.input:
    """The field with this label: NiceGUI's simulation knows labels only as texts."""
    name = sorted(user.find(content=label, kind=ui.element).elements, key=lambda element: element.id)
    names = [element for element in name if element.tag == "label"]
    wanted = names[number].props["for"]
    return next(field for field in user.find(ui.input).elements if field.props.get("for") == wanted)


def type_in(user: User, label: str, value: str) -> None:
    control(user, label).value = value


async def save(user: User) -> None:
    user.find(marker="save-settings").click()


async def test_only_admins_find_it(app: FastAPI, user: User, http: httpx.AsyncClient) -> None:
    for path in PAGES:
        assert (await http.get(path)).status_code == 303
    await recruiter(app, user)
    for path in PAGES:
        answer = await user.http_client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 404
        assert "Address" not in answer.text
    await user.open("/")
    await user.should_not_see("Settings")


async def test_what_is_saved_is_in_force_and_candidates_read_it(app: FastAPI, user: User) -> None:
    await admin(app, user)
    invited = await database_of(app).transact(invite)
    await user.open("/settings/candidates")
    type_in(user, "Organisation", "Acme <b>& Co</b>")
    type_in(user, "Contact for candidates", "help@acme.example")
    await save(user)
    await user.should_see("Saved. It is in force now.")
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test", headers={"origin": "http://test"}
    ) as candidate:
        page = (await candidate.get(f"/i/{invited.token}")).text
        assert "Acme &lt;b&gt;&amp; Co&lt;/b&gt;" in page
        await enter(candidate, invited.token)
    await user.open("/settings/changes")
    await user.should_see("NeuroHire → Acme <b>& Co</b>")


async def test_a_service_is_set_tested_broken_and_switched_off(
    private_allowed: Settings, app: FastAPI, user: User, stand_in: StandIn
) -> None:
    await admin(app, user)
    await user.open("/settings")
    await user.should_see("The embedded suggestion from key points stands alone.")
    type_in(user, "Address", stand_in.url)
    type_in(user, "Key", CANARY)
    type_in(user, "Model", "some-model")
    await save(user)
    await user.should_see("by the settings for all, with a key", retries=50)
    user.find(marker="test-grading").click()
    await user.should_see("Works, in", retries=100)
    assert stand_in.behaviour.calls[-1].authorization == f"Bearer {CANARY}"
    stand_in.behaviour.always = Step(fault=Fault.WRONG_KEY)
    user.find(marker="test-questions").click()
    await user.should_see("The key is not accepted there", retries=100)
    type_in(user, "Address", "")
    await save(user)
    await user.should_see("Removed, because the address is another one: For all: key")
    await user.should_see("The embedded suggestion from key points stands alone.", retries=50)


async def test_refusals_stand_under_their_fields_and_nothing_is_saved(
    app: FastAPI, user: User, settings: Settings
) -> None:
    await admin(app, user)
    await user.open("/settings")
    type_in(user, "Address", "https://ana:secret@models.example.org/v1")
    type_in(user, "Calls at the same time", "99")
    type_in(user, "Model", "m" * 10_000)
    await save(user)
    await user.should_see("Nothing was saved. Please look at the marked fields.")
    assert "without a password" in str(control(user, "Address").error)
    assert control(user, "Calls at the same time").error == "At most 32."
    assert control(user, "Model").error == "At most 1000 characters."
    assert control(user, "Address").value.startswith("https://ana:")
    assert settings.model_parallel == 4


async def test_the_environment_is_shown_and_cannot_be_overwritten(
    settings: Settings, app: FastAPI, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await admin(app, user)
    app.state.neurohire.stored.in_force._given.contact = "env@example.org"
    settings.contact = "env@example.org"
    await user.open("/settings/candidates")
    await user.should_see("Set by the environment: NEUROHIRE_CONTACT")
    field = control(user, "Contact for candidates")
    assert field.props["readonly"] is True
    field.value = "mine@example.org"  # by a browser that does not care
    await save(user)
    await user.should_see("Nothing was changed.")
    assert settings.contact == "env@example.org"


async def test_another_admins_save_is_told_and_shown(app: FastAPI, user: User, settings: Settings) -> None:
    await admin(app, user)
    ben = await database_of(app).transact(make_actor, BEN, Role.ADMIN)
    await user.open("/settings/candidates")
    await app.state.neurohire.stored.save(ben, {"contact": "ben@acme.example"}, {})
    await user.should_see("Set ", retries=50)
    assert control(user, "Contact for candidates").value == "ben@acme.example"
    type_in(user, "Organisation", "Ana's")
    view = (await app.state.neurohire.stored.views(ben))["organisation"]
    with database_quiet(app):
        await app.state.neurohire.stored.save(ben, {"organisation": "Ben's"}, {"organisation": view.stamp})
    await save(user)
    await user.should_see("somebody changed the same fields meanwhile")
    assert control(user, "Organisation").error == "Ben changed it meanwhile."
    assert control(user, "Organisation").value == "Ana's"
    await save(user)
    await user.should_see("Saved. It is in force now.")
    assert settings.organisation == "Ana's"


class database_quiet:
    """Nobody is told of what happens inside: the page still shows what was before."""

    def __init__(self, app: FastAPI) -> None:
        self.database = database_of(app)

    def __enter__(self) -> None:
        self.publish, self.database._publish = self.database._publish, lambda _events: None  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        self.database._publish = self.publish  # type: ignore[method-assign]


async def test_while_the_database_takes_no_writes_it_is_told_and_what_was_typed_stays(
    app: FastAPI, user: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await admin(app, user)
    await user.open("/settings/candidates")
    type_in(user, "Organisation", "Acme")

    async def away(self: Database, *_args: object, **_kwargs: object) -> None:
        raise Unavailable()

    with monkeypatch.context() as patch:
        patch.setattr(Database, "transact", away)
        await save(user)
        await user.should_see("Something we need is not answering")
    assert (control(user, "Organisation").value, settings.organisation) == ("Acme", "NeuroHire")
    await save(user)
    await user.should_see("Saved. It is in force now.")


async def test_an_open_page_saves_and_tests_nothing_after_the_right_ended(
    private_allowed: Settings, app: FastAPI, user: User, stand_in: StandIn
) -> None:
    actor = await admin(app, user)
    stored = app.state.neurohire.stored
    await stored.save(actor, {"model_base_url": stand_in.url, "model_name": "m"}, {})
    await user.open("/settings")
    database = database_of(app)
    for session in await database.read(login_sessions.list_sessions, actor.user_id):
        await database.transact(login_sessions.revoke, actor.user_id, session.id)
    type_in(user, "Model", "mine")
    await save(user)
    user.find(marker="test-grading").click()
    await user.should_see("Settings")
    assert (await stored.views(actor))["model_name"].value == "m"
    assert stand_in.behaviour.calls == []


async def test_no_page_answer_or_log_has_a_key(
    private_allowed: Settings,
    app: FastAPI,
    user: User,
    stand_in: StandIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    actor = await admin(app, user)
    stored = app.state.neurohire.stored
    keys = {f"{service}_key": CANARY for service in ("model", *CAPABILITIES)}
    changes = {"model_base_url": stand_in.url, "model_name": "m", "speech_out_name": "m", **keys}
    await stored.save(actor, changes, {})
    stand_in.behaviour.always = Step(fault=Fault.WRONG_KEY)
    for capability in CAPABILITIES:
        await app.state.neurohire.models.test(capability)
    assert stand_in.behaviour.calls[-1].authorization == f"Bearer {CANARY}"
    for path in (*PAGES, "/", "/account", "/openapi.json", "/api/v1/interviews"):
        answer = await user.http_client.get(path)
        assert answer.status_code in (200, 404), path
        assert CANARY not in answer.text, path
    assert CANARY not in caplog.text
    for file in private_allowed.data_dir.rglob("*"):
        assert not file.is_file() or CANARY.encode() not in file.read_bytes(), file


async def test_forms_of_other_sites_change_nothing(app: FastAPI, user: User) -> None:
    """The page has no POST of its own; what it does goes by the socket, whose Origin is checked."""
    await admin(app, user)
    for path in PAGES:
        answer = await user.http_client.post(path, headers={"origin": "https://evil.example"})
        assert answer.status_code == 403
        assert (await user.http_client.post(path)).status_code in (404, 405)


@pytest.mark.parametrize("path", PAGES)
async def test_every_section_opens(app: FastAPI, user: User, path: str) -> None:
    await admin(app, user)
    await user.open(path)
    await user.should_see("What the environment sets wins")


async def test_health_in_words(app: FastAPI, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from neurohire.services import health

    await admin(app, user)
    monkeypatch.setattr(health.shutil, "which", lambda _name: None)
    await user.open("/settings/health")
    for words in ("SQLite 3.", "Its tables are at this version.", "Keeps up", "Last beat", "3."):
        await user.should_see(words)
    await user.should_see("Without it scanned resumes are not read")


def test_every_setting_of_the_page_can_be_found_once() -> None:
    shown = [name for groups in GROUPS.values() for group in groups for name in group.names]
    known = [name for name in shown if name in CHANGEABLE]
    assert sorted(known) == sorted(CHANGEABLE)
    assert set(CAPABILITIES) < set(NAMES)
    assert len({full_name(name) for name in CHANGEABLE}) == len(CHANGEABLE)
