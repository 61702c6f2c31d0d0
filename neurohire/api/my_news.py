"""A candidate's own page is told when something on it has changed, so that nobody has to reload it."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect

from neurohire.api.identity import identity_now, state_of
from neurohire.api.sockets import known
from neurohire.broadcast import Subscription
from neurohire.errors import DomainError, Unavailable
from neurohire.rooms.participants import NO_RIGHT, TRY_AGAIN
from neurohire.services import my_page

router = APIRouter()
CHANGES = ("interview_changed", "seats_changed", "missed")
LOOK_SECONDS = 60.0  # also without news: log-ins run out, and a new interview is of no topic heard here


@router.websocket("/ws/my")
async def my_news(ws: WebSocket, seen: str = "") -> None:
    """One message once the page is another than the `seen` one; the page then loads itself anew."""
    await ws.accept()
    try:
        identity = await known(ws)
        if identity is None:
            return
        found = await state_of(ws).database.read(my_page.read, identity)
    except DomainError as error:
        return await ws.close(TRY_AGAIN if isinstance(error, Unavailable) else NO_RIGHT, error.code)
    topics = [f"interview:{one.id}" for one in (*found.coming, *found.past)]
    with state_of(ws).broadcast.subscribe(*topics) as news:
        watching = asyncio.create_task(_until_other(ws, seen[:64], news))
        leaving = asyncio.create_task(_until_gone(ws))
        try:
            await asyncio.wait({watching, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if watching.done() and not leaving.done():
                await _end(ws, watching)
        finally:
            for task in (watching, leaving):
                task.cancel()
            await asyncio.gather(watching, leaving, return_exceptions=True)


async def _until_other(ws: WebSocket, seen: str, news: Subscription) -> None:
    """Looks after each change, as whoever this browser is then."""
    while True:
        identity = await identity_now(ws)
        if (await state_of(ws).database.read(my_page.read, identity)).version != seen:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                while (await news.next()).kind not in CHANGES:
                    pass


async def _until_gone(ws: WebSocket) -> None:
    """The page says nothing; whatever it sends is let fall."""
    while (await ws.receive())["type"] == "websocket.receive":
        pass


async def _end(ws: WebSocket, watching: asyncio.Task[None]) -> None:
    with suppress(RuntimeError, WebSocketDisconnect):  # it is gone already
        if isinstance(watching.exception(), Unavailable):
            return await ws.close(TRY_AGAIN, "try again")
        watching.result()
        await ws.send_json({"type": "changed"})
        await ws.close(1000)
