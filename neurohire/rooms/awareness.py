"""Cursors and names in a document: one entry a socket, the name forced by the server."""

from __future__ import annotations

import json
import re
from typing import Any

from .authors import Authors
from .participants import Participant
from .wire import BadMessage, Reader, awareness_frame, varbuf, varuint

LONGEST_STATE = 4_000
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


class Awareness:
    """The states of one document by Yjs client id."""

    def __init__(self) -> None:
        self.states: dict[int, tuple[int, Any]] = {}

    def frame(self, client: int) -> bytes:
        clock, state = self.states[client]
        return entry_frame(client, clock, state)

    def take(
        self, data: bytes, own: int | None, who: Participant, authors: Authors
    ) -> tuple[int | None, int | None]:
        """Keeps the sender's own entry: (his client id, the client whose entry changed or None)."""
        reader, changed = Reader(data), None
        for _ in range(min(reader.uint(), 64)):
            client, clock, text = reader.uint(), reader.uint(), reader.string()
            if own is None and client not in self.states and authors.owns(who.id, (client,)):
                own = client
            if client == own:  # browsers also repeat what they know of others: not theirs to say
                self.states[client] = (clock, own_state(text, who))
                changed = client
        return own, changed

    def gone(self, client: int) -> bytes:
        """The last word about a client: the same clock without a state, as y-protocols has it."""
        clock, _ = self.states.pop(client)
        return entry_frame(client, clock, None)


def own_state(text: str, who: Participant) -> dict[str, Any] | None:
    if len(text) > LONGEST_STATE:
        raise BadMessage("awareness too long")
    try:
        state = json.loads(text or "null")
    except (ValueError, RecursionError) as error:
        raise BadMessage("awareness is not JSON") from error
    if not isinstance(state, dict):
        return None
    colour = who.colour if COLOUR.match(who.colour) else "#5b6577"  # it ends up in a style attribute
    name = who.name[:80]
    return {
        "cursor": own_cursor(state.get("cursor")),
        "user": {"id": who.id, "name": name, "color": colour, "colorLight": colour + "33"},
    }


def own_cursor(cursor: Any) -> dict[str, Any] | None:
    if not isinstance(cursor, dict):
        return None
    return {side: cursor.get(side) for side in ("anchor", "head")}


def entry_frame(client: int, clock: int, state: Any) -> bytes:
    text = json.dumps(state).encode()
    return awareness_frame(b"\x01" + varuint(client) + varuint(clock) + varbuf(text))
