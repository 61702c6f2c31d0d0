"""Settings, what leads outside: the four services with "Test it", and the list of all connections."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from nicegui import ui

from components.pieces import Button, Tone, button, card, line, link_button, stack, status_chip, text
from components.settings_words import LAST, NAMES, OUTCOMES, SENDS, WITHOUT
from components.times import Zone
from neurohire.ai.probe import Outcome
from neurohire.ai.service import CAPABILITIES, Capability
from neurohire.errors import NotFound
from neurohire.resumes import virus_scan
from neurohire.services.connections import Connection, overview
from neurohire.services.stored_settings import TOPIC
from pages.team import Desk

TESTS = "20/minute"
BROWSER_VOICE = (
    "Without speech out and without espeak-ng, candidates' browsers read the questions with a voice of "
    "their own. Some browsers send that text to their maker."
)

HEARD_BY_BROWSERS = (
    "Where no service writes spoken answers down, candidates may let their own browser do it. Some browsers "
    "send the sound to their maker; candidates are told and asked."
)
NOT_HEARD_BY_BROWSERS = "Browsers do not write down what candidates say: that is off."


async def services(desk: Desk) -> Callable[[], Any]:
    """Each of the four: on or off, where, and whether it works."""
    found = await desk.read(overview, desk.state.settings)
    return lambda: _Services(desk, found)


async def connections(desk: Desk) -> Callable[[], Any]:
    """Every connection, with what is sent and the last answer."""
    found = await desk.read(overview, desk.state.settings)
    return lambda: _Connections(desk, found)


class _Tested:
    """Rows that can be tested; a change of the settings draws them anew."""

    title = ""
    sentence = ""

    def __init__(self, desk: Desk, found: list[Connection]) -> None:
        self.desk = desk
        with card(self.title):
            text(self.sentence, "muted")
            self.rows = stack("tight")
        self.draw(found)
        desk.listen((TOPIC,), self.on_change)

    def draw(self, found: list[Connection]) -> None:
        self.rows.clear()
        with self.rows:
            for connection in found:
                self.row(connection)

    def row(self, connection: Connection) -> None:
        raise NotImplementedError

    async def on_change(self, _events: list[Any]) -> None:
        self.draw(await self.desk.read(overview, self.desk.state.settings))

    def head(self, connection: Connection) -> None:
        name = NAMES[connection.kind]
        is_tested = connection.is_on and connection.kind not in ("database", "stun", "turn")
        with line(ends=True):
            with line():
                text(name, tag="b")
                off = "Here" if connection.kind == "database" else "Off"
                status_chip("On" if connection.is_on else off, "good" if connection.is_on else "neutral")
            if is_tested:
                pressed = button("Test it").mark(f"test-{connection.kind}")
                pressed.props["aria-label"] = f"Test it: {name}"
        if is_tested:
            place = ui.element("div").classes("settings-result")
            place.props["role"] = "status"
            test = self.desk.act(self.test)
            pressed.on("click", lambda: test(connection.kind, pressed, place))

    async def test(self, kind: str, pressed: Button, place: ui.element) -> None:
        actor = await self.desk.who()
        if not actor.is_admin:
            raise NotFound()
        self.desk.state.limits.check(f"service-test:{actor.user_id}", TESTS)
        pressed.set_busy(True)
        place.clear()
        try:
            tone, words = await self.asked(kind)
        finally:
            pressed.set_busy(False)
        with place:
            status_chip(words, tone)

    async def asked(self, kind: str) -> tuple[Tone, str]:
        if kind == "virus_scan":
            is_there = await asyncio.to_thread(virus_scan.ping, self.desk.state.settings.clamd)
            return ("good", "Works") if is_there else OUTCOMES["unreachable"]
        if kind not in CAPABILITIES:
            raise NotFound()
        found = await self.desk.state.models.test(cast(Capability, kind))
        tone, words = OUTCOMES[found.outcome.value]
        works = found.outcome is Outcome.WORKS
        return tone, f"{words}, in {spent(found.milliseconds)}" if works else words


class _Services(_Tested):
    title = "The four services"
    sentence = "Each is off until an address and a model are set; without it everything still works."

    def draw(self, found: list[Connection]) -> None:
        super().draw([connection for connection in found if connection.kind in CAPABILITIES])

    def row(self, connection: Connection) -> None:
        with ui.element("div").classes("settings-row"):
            self.head(connection)
            text(where(connection) if connection.is_on else WITHOUT[connection.kind], "muted small")


class _Connections(_Tested):
    title = "What is sent where"
    sentence = "Every way out of this server. Nothing else is sent anywhere."

    def __init__(self, desk: Desk, found: list[Connection]) -> None:
        super().__init__(desk, found)
        with card("From candidates' browsers"):
            text(BROWSER_VOICE)
            text(HEARD_BY_BROWSERS if desk.state.settings.browser_recognition else NOT_HEARD_BY_BROWSERS)

    def row(self, connection: Connection) -> None:
        with ui.element("div").classes("settings-row"):
            self.head(connection)
            if connection.is_on:
                text(f"To {where(connection)}")
                text(f"Sent: {SENDS[connection.kind]}", "muted small")
                if connection.kind in ("stun", "turn"):
                    link_button("Can my network do this?", "/network-check")
                elif connection.kind != "database":
                    text(last_words(connection, self.desk.zone), "muted small")
            else:
                text(off_words(connection), "muted small")


def where(connection: Connection) -> str:
    """'some-model at models.example.org, by the settings for all, with a key'."""
    if not connection.model:
        return connection.host
    common = ", by the settings for all" if connection.is_common else ""
    key = "with a key" if connection.has_key else "without a key"
    return f"{connection.model} at {connection.host}{common}, {key}"


def off_words(connection: Connection) -> str:
    if connection.kind == "virus_scan":
        return "Uploaded files are checked for their form, not for viruses. NEUROHIRE_CLAMD sets a scanner."
    if connection.kind == "stun":
        return "Nobody is asked. NEUROHIRE_STUN_URLS sets one."
    if connection.kind == "turn":
        return "Calls go directly from browser to browser. NEUROHIRE_TURN_URLS and its secret set a relay."
    if connection.kind == "database":
        return "A file in the data folder; nothing is sent."
    return f"Nothing is sent. {WITHOUT[connection.kind]}"


def last_words(connection: Connection, zone: Zone) -> str:
    last = connection.last
    if last is None:
        return "Not asked yet."
    after = f" after {spent(last.milliseconds)}" if last.milliseconds else ""
    return f"{LAST.get(last.outcome, 'Failed')} {zone.full(last.at)}{after}"


def spent(milliseconds: int) -> str:
    """'320 ms' or '4.2 s'."""
    return f"{milliseconds} ms" if milliseconds < 1000 else f"{milliseconds / 1000:.1f} s"
