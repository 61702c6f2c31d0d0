"""A user's socket stays open as long as the user may be there: not disabled, signed out or demoted."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from fastapi import WebSocket

from neurohire.api.identity import identity_now, state_of
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import NotAllowed, NotFound, Unavailable
from neurohire.rooms.interview_room import may_enter
from neurohire.rooms.participants import GOING_AWAY, NO_RIGHT, REMOVED, SIGNED_OUT
from neurohire.services import room_access
from neurohire.services.room_access import Standing

# also without news: log-ins and tokens run out, and the command line is another process
LOOK_SECONDS = 60.0
AGAIN_SECONDS = 0.5


async def while_allowed(
    ws: WebSocket, who: CandidateGrant | Actor, interview_id: str, serving: Coroutine[Any, Any, None]
) -> None:
    """Serve the socket; a candidate's grant is looked after by the rooms."""
    if isinstance(who, CandidateGrant):
        return await serving
    served = asyncio.create_task(serving)
    watching = asyncio.create_task(_until_refused(ws, who, interview_id))
    try:
        await asyncio.wait({served, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not served.done():
            with suppress(RuntimeError):  # it is closing already
                await ws.close(watching.result(), "no right any more")
            await asyncio.wait({served}, timeout=5)
    finally:
        for task in (served, watching):
            task.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    await served


async def while_inside(
    ws: WebSocket, who: CandidateGrant | Actor, interview_id: str, serving: Coroutine[Any, Any, None]
) -> None:
    """Serve a document; of a live interview only as long as the person is let in and not removed."""
    first = await state_of(ws).database.read(room_access.standing, who, interview_id)
    if first is None:
        return await serving
    served = asyncio.create_task(serving)
    watching = asyncio.create_task(_until_outside(ws, who, interview_id, first))
    try:
        await asyncio.wait({served, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not served.done():
            with suppress(RuntimeError):  # it is closing already
                await ws.close(watching.result(), "not in the room")
            await asyncio.wait({served}, timeout=5)
    finally:
        for task in (served, watching):
            task.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    await served


async def _until_outside(
    ws: WebSocket, who: CandidateGrant | Actor, interview_id: str, first: Standing
) -> int:
    """Waits for news of the door; the code to close with once the person is out.

    Whoever may only read from now on comes back at once, and then reads.
    """
    with state_of(ws).broadcast.subscribe(f"interview:{interview_id}") as subscription:
        while True:
            try:
                now = await state_of(ws).database.read(room_access.standing, who, interview_id)
                if now is None or not now.is_inside:
                    return NO_RIGHT
                if first.may_write and not now.may_write:
                    return GOING_AWAY
            except (NotFound, NotAllowed):
                return NO_RIGHT
            except Unavailable:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            while (event := await subscription.next()).kind not in ("seats_changed", "missed"):
                if event.kind == "person_removed" and event.data["person"] == who.journal_name:
                    return REMOVED


async def _until_refused(ws: WebSocket, who: Actor, interview_id: str) -> int:
    """Waits for news of the user; the code to close with once the right is gone."""
    with state_of(ws).broadcast.subscribe(f"user:{who.user_id}") as subscription:
        while True:
            if code := await _refusal(ws, who, interview_id):
                return code
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await subscription.next()


async def _refusal(ws: WebSocket, who: Actor, interview_id: str) -> int:
    try:
        user = (await identity_now(ws)).user
        if user is None or user.user_id != who.user_id:
            return SIGNED_OUT
        await may_enter(state_of(ws).database, user, interview_id)
    except NotFound:
        return NO_RIGHT
    except Unavailable:
        return 0  # asked again soon; nothing is sent from a database that does not answer
    return 0
