"""A small FastAPI app with nothing but the document socket, for tests and the benchmark."""

from __future__ import annotations

from fastapi import FastAPI, WebSocket

from neurohire.rooms.participants import Disconnected, Participant
from neurohire.rooms.registry import DocumentRegistry

COLOURS = {"ana": "#1565c0", "ben": "#ad1457"}


class SocketTransport:
    """A FastAPI WebSocket as the rooms want it; the plain ASGI calls cost half of receive_bytes()."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket = socket

    async def receive(self) -> bytes:
        message = await self.socket.receive()
        if message["type"] != "websocket.receive":
            raise Disconnected
        return message.get("bytes") or b""

    async def send(self, data: bytes) -> None:
        await self.socket.send({"type": "websocket.send", "bytes": data})

    async def close(self, code: int, reason: str) -> None:
        await self.socket.close(code, reason)


def tiny_app(
    registry: DocumentRegistry, viewers: tuple[str, ...] = (), watchers: tuple[str, ...] = ()
) -> FastAPI:
    app = FastAPI()

    @app.websocket("/ws/documents/{document_id}")
    async def document(socket: WebSocket, document_id: str, person: str = "ana") -> None:
        await socket.accept()
        colour = COLOURS.get(person, "#5b6577")
        who = Participant(person, person.title(), colour, person not in viewers, person in watchers)
        await registry.serve(document_id, SocketTransport(socket), who)

    return app
