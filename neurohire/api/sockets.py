"""The two WebSockets: operations of an interview, and shared documents."""

from __future__ import annotations

from collections.abc import Awaitable

from fastapi import APIRouter, WebSocket
from starlette.websockets import WebSocketDisconnect, WebSocketState

from neurohire.api.identity import identity_of, state_of
from neurohire.api.watched import while_allowed, while_inside
from neurohire.auth.actors import Actor, CandidateGrant, Identity
from neurohire.auth.origins import is_own_socket
from neurohire.errors import DomainError, Unavailable
from neurohire.rooms import interview_room
from neurohire.rooms.document_access import opened, participant
from neurohire.rooms.participants import NO_RIGHT, REFUSED, SIGNED_OUT, TRY_AGAIN, Disconnected

router = APIRouter()


@router.websocket("/ws/interviews/{interview_id}")
async def interview_socket(ws: WebSocket, interview_id: str, page: str = "") -> None:
    """Operations in, acknowledgements and entries out; `page` is a nonce of the page load."""
    await ws.accept()  # first: the browser then sees our code, not 1006
    state = state_of(ws)
    try:
        identity = await known(ws)
        who = await _enter(ws, identity, interview_id) if identity else None
        if who is None:
            return
        if isinstance(who, Actor):
            await interview_room.may_enter(state.database, who, interview_id)
        standing = await interview_room.standing(state.database, who, interview_id)
    except DomainError as error:
        return await _refuse(ws, error)
    serving = state.rooms.serve(SocketText(ws), who, interview_id, page[:64], standing)
    await while_allowed(ws, who, interview_id, serving)


@router.websocket("/ws/documents/{document_id}")
async def document_socket(ws: WebSocket, document_id: str) -> None:
    """The Yjs protocol of one document."""
    await ws.accept()
    state = state_of(ws)
    try:
        identity = await known(ws)
        if identity is None:
            return
        view = await opened(state.database, document_id)
        who = await _enter(ws, identity, view.interview_id)
        if who is None:
            return
        person = await participant(state.database, state.documents, who, document_id)
    except DomainError as error:
        return await _refuse(ws, error)
    serving = state.documents.serve(document_id, SocketBytes(ws), person)
    await while_allowed(ws, who, view.interview_id, while_inside(ws, who, view.interview_id, serving))


async def known(ws: WebSocket) -> Identity | None:
    """Who is at this socket; closes it for strangers and foreign pages, before anything is looked up."""
    has_token = bool(ws.headers.get("authorization"))  # never sent by a foreign page on its own
    if not has_token and not is_own_socket(ws.headers, state_of(ws).settings):
        await ws.close(NO_RIGHT, "foreign page")
        return None
    identity = await identity_of(ws)
    if identity.user or identity.grants or identity.ended_grants:
        return identity
    await ws.close(SIGNED_OUT, "not signed in")
    return None


async def _enter(ws: WebSocket, identity: Identity, interview_id: str) -> CandidateGrant | Actor | None:
    """As whom to enter: the grant of this interview first, else the account; closes the socket if neither."""
    if ws.query_params.get("as") != "staff":
        if interview_id in identity.grants:
            return identity.grants[interview_id]
        if interview_id in identity.ended_grants:
            await ws.close(REFUSED, "opened elsewhere")
            return None
    if identity.user is not None and identity.user.is_staff:
        return identity.user
    await ws.close(NO_RIGHT, "not yours")
    return None


async def _refuse(ws: WebSocket, error: DomainError) -> None:
    await ws.close(TRY_AGAIN if isinstance(error, Unavailable) else NO_RIGHT, error.code)


class SocketText:
    """A WebSocket as the text transport of an interview room."""

    def __init__(self, ws: WebSocket) -> None:
        self.ws = ws

    async def receive(self) -> str:
        message = await self.ws.receive()
        if message["type"] != "websocket.receive":
            raise Disconnected
        return message.get("text") or (message.get("bytes") or b"").decode("utf-8", "replace")

    async def send(self, text: str) -> None:
        if self.ws.application_state is WebSocketState.CONNECTED:
            await _sent(self.ws.send_text(text))

    async def close(self, code: int, reason: str) -> None:
        await _close(self.ws, code, reason)


class SocketBytes:
    """A WebSocket as the byte transport of a document."""

    def __init__(self, ws: WebSocket) -> None:
        self.ws = ws

    async def receive(self) -> bytes:
        message = await self.ws.receive()
        if message["type"] != "websocket.receive":
            raise Disconnected
        return message.get("bytes") or (message.get("text") or "").encode()

    async def send(self, data: bytes) -> None:
        await _sent(self.ws.send({"type": "websocket.send", "bytes": data}))

    async def close(self, code: int, reason: str) -> None:
        await _close(self.ws, code, reason)


async def _sent(sending: Awaitable[None]) -> None:
    try:
        await sending
    except (RuntimeError, WebSocketDisconnect) as error:
        raise Disconnected from error


async def _close(ws: WebSocket, code: int, reason: str) -> None:
    try:
        await ws.close(code, reason)
    except (RuntimeError, WebSocketDisconnect):
        return  # it is gone already
