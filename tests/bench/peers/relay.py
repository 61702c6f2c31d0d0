"""The limit for an editor's server: no document, rights or store; frames go to the others as they came."""

from __future__ import annotations

from typing import Any

ASKS, KNOWS_NOTHING = b"\x00\x00", b"\x00\x01\x02\x00\x00"  # sync step 1, and an empty step 2


class Relay:
    """An ASGI app; the path is the room."""

    def __init__(self) -> None:
        self.rooms: dict[str, set[Any]] = {}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        await receive()
        await send({"type": "websocket.accept"})
        room = self.rooms.setdefault(scope["path"], set())
        room.add(send)
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                data = message.get("bytes") or message["text"].encode()
                if data[:2] == ASKS:
                    await send({"type": "websocket.send", "bytes": KNOWS_NOTHING})
                    continue
                for other in tuple(room):
                    if other is not send:
                        await other({"type": "websocket.send", "bytes": data})
        finally:
            room.discard(send)


app = Relay()
