"""The frame of every page of the team: who is asking, the shell, and actions that ask again each time."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse
from nicegui import background_tasks, ui
from nicegui.element import Element
from sqlmodel import Session

from components.layout import ShellUser, team_page
from components.times import REMEMBER_ZONE, Zone, zone_of
from components.toast import toast
from neurohire.auth.actors import Actor, Identity
from neurohire.broadcast import MISSED
from neurohire.errors import DomainError, NotFound
from neurohire.events import Event
from neurohire.services import interviews, login_sessions
from neurohire.state import AppState
from neurohire.vocabulary import InterviewState

P = ParamSpec("P")
T = TypeVar("T")
QUIET = 0.25  # seconds in which events are gathered, so that 200 files are not 600 redraws
ROLES = {"admin": "Admin", "recruiter": "Recruiter"}
SIGNED_OUT = "You were signed out. Sign in again to go on; what you saved is kept."


class SignedOut(DomainError):
    """The browser's log-in has ended since the page was opened."""

    status = 401
    code = "not_signed_in"
    message = SIGNED_OUT


class Opened(NamedTuple):
    """One read: who asks, how many interviews are live, and what the page shows."""

    identity: Identity
    live: int
    data: Any


class Desk:
    """One visit of a page; every read and change looks up anew who this browser is."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.state: AppState = request.app.state.neurohire
        self.zone: Zone = zone_of(request)
        self.actor: Actor | None = None
        self.session_id = ""
        self.live = 0
        self.floor: Element | None = None
        self.read_at = self.state.broadcast.moment()

    @property
    def csrf(self) -> str:
        return str(self.request.session.get("csrf", ""))

    async def open(
        self, use_case: Callable[Concatenate[Session, Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Everything the page needs in one read; None: nobody is signed in, so `return desk.to_login()`."""
        found: Opened = await self.state.database.read(_open, self._token, use_case, args, kwargs)
        identity = found.identity
        if identity.user is None:
            return None
        if identity.is_seen_stale:
            await self.state.database.transact(login_sessions.touch, identity.session_id)
        self.actor, self.live, self.session_id = identity.user, found.live, identity.session_id
        data: T = found.data
        return data

    async def read(
        self, use_case: Callable[Concatenate[Session, Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Read as whoever this browser is now."""
        return await self.state.database.read(use_case, await self.who(), *args, **kwargs)

    async def change(
        self, use_case: Callable[Concatenate[Session, Actor, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Change as whoever this browser is now."""
        return await self.state.database.transact(use_case, await self.who(), *args, **kwargs)

    async def who(self) -> Actor:
        """The user of this browser right now, from the database."""
        actor = await staff_of(self.request)
        if actor is None:
            raise SignedOut()
        return actor

    def to_login(self) -> RedirectResponse:
        """Sign in first, then come back here."""
        address = self.request.url.path + (f"?{self.request.url.query}" if self.request.url.query else "")
        return RedirectResponse(f"/login?next={quote(address, safe='')}", 303)

    @contextmanager
    def page(self, title: str, active: str, *, width: str = "") -> Iterator[None]:
        """The team's shell with a place for dialogs that no redraw takes away."""
        assert self.actor is not None
        role = ROLES.get(self.actor.role.value, "")
        user = ShellUser(self.actor.name, self.actor.email, role, self.csrf, self.actor.is_admin)
        ui.add_head_html(REMEMBER_ZONE)
        with team_page(
            title, active=active, user=user, live_now=self.live, request=self.request, width=width
        ):
            yield
            self.floor = ui.element("div").classes("floor")
        self.listen((f"user:{self.actor.user_id}",), self._look_again)

    async def _look_again(self, events: list[Event]) -> None:
        """Signed out elsewhere, disabled or given another role: the page goes away at once."""
        for event in events:
            if event.kind == "asked_to_join":
                _tell_who_asks(event)
        identity = await self.state.database.read(login_sessions.identify, self._token)
        if identity.user is None:
            raise SignedOut()
        if self.actor is not None and identity.user.role is not self.actor.role:
            ui.navigate.reload()

    def act(self, handler: Callable[P, Awaitable[Any] | Any]) -> Callable[P, Awaitable[None]]:
        """The handler with its domain errors told as a toast; it draws on the floor of the page."""

        @functools.wraps(handler)
        async def acting(*args: P.args, **kwargs: P.kwargs) -> None:
            with self.floor or ui.context.client.layout:
                try:
                    result = handler(*args, **kwargs)
                    if isinstance(result, Awaitable):
                        await result
                except SignedOut:
                    ui.navigate.to(f"/login?next={quote(self.request.url.path, safe='')}")
                except DomainError as error:
                    toast(error.message, tone="bad", seconds=12)

        return acting

    def listen(self, topics: tuple[str, ...], handler: Callable[[list[Event]], Awaitable[None]]) -> None:
        """Call the handler with what happened, gathered, for the life of this page; nothing is polled."""
        client = ui.context.client
        acting = self.act(handler)

        async def listening() -> None:
            with self.state.broadcast.subscribe(*topics) as subscription:
                if self.state.broadcast.has_news(self.read_at, *topics):
                    with client:
                        await acting([MISSED])  # it happened between reading the page and listening
                while True:
                    events = [await subscription.next()]
                    with suppress(TimeoutError):
                        async with asyncio.timeout(QUIET):
                            while True:
                                events.append(await subscription.next())
                    with client:
                        await acting(events)

        task = background_tasks.create(listening(), name=f"listening to {', '.join(topics)}")
        client.on_delete(lambda: task.cancel())

    @property
    def _token(self) -> str:
        return str(self.request.session.get("token", ""))


async def user_of(request: Request) -> Actor | None:
    """The account whose cookie this is, a candidate's too, or None."""
    state: AppState = request.app.state.neurohire
    identity = await login_sessions.identity_of(state.database, str(request.session.get("token", "")))
    return identity.user


async def staff_of(request: Request) -> Actor | None:
    """The recruiter or admin whose cookie this is, or None."""
    user = await user_of(request)
    return user if user is not None and user.is_staff else None


def _tell_who_asks(event: Event) -> None:
    """A candidate waits at the door of a room; whoever is in it is told there."""
    address = f"/rooms/{event.data['interview_id']}"
    toast(
        f"{event.data['name']} asks to join the live interview",
        tone="attention",
        undo=lambda: ui.navigate.to(address),
        action="Open the room",
        seconds=30,
    )


def _open(
    db: Session, token: str, use_case: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Opened:
    identity = login_sessions.identify(db, token)
    if identity.user is None:
        return Opened(identity, 0, None)
    if not identity.user.is_staff:
        raise NotFound()
    live = interviews.count_states(db, identity.user, InterviewState.LIVE)
    return Opened(identity, live, use_case(db, identity.user, *args, **kwargs))
