"""python-socketio as people use it for signaling: an event goes to the others in the room."""

from __future__ import annotations

from typing import Any

import socketio

server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
app = socketio.ASGIApp(server)


@server.event
async def connect(sid: str, _environ: dict[str, Any], _auth: Any) -> None:
    await server.enter_room(sid, "call")


@server.event
async def signal(sid: str, data: Any) -> None:
    await server.emit("signal", data, room="call", skip_sid=sid)
