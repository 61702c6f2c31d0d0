"""Floods an operation socket for some seconds, coming back as soon as it is closed; tells how it went.

    python -m tests.faults.flooder BASE INTERVIEW COOKIE SECONDS [KIND [MESSAGES]]

KIND is answer_draft or chat_sent; it ends before the time is over once so many MESSAGES were sent.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

BODIES = {
    "answer_draft": {"question_id": "x", "text": "y" * 50},
    "chat_sent": {"text": "y" * 50, "key": "key-of-the-flood"},
}


def message(kind: str) -> str:
    """The same operation again and again."""
    operation = {"type": "op", "client_id": "flood-page", "client_seq": 1, "kind": kind, "body": BODIES[kind]}
    return json.dumps(operation)


async def flood(
    base: str, interview_id: str, cookie: str, seconds: float, kind: str, messages: float
) -> None:
    url = f"{base.replace('http', 'ws', 1)}/ws/interviews/{interview_id}?page=flood"
    sent, codes, until = 0, [], time.monotonic() + seconds
    began = time.monotonic()
    while time.monotonic() < until and sent < messages:
        try:
            async with connect(
                url, origin=base, additional_headers={"cookie": cookie}, compression=None
            ) as socket:
                sent += await _send_all(socket, message(kind), until, messages - sent)
                await socket.wait_closed()
                codes.append(socket.close_code)
        except (InvalidHandshake, TimeoutError):
            await asyncio.sleep(0.05)
    print(json.dumps({"sent": sent, "codes": codes, "seconds": time.monotonic() - began}))


async def _send_all(socket: ClientConnection, text: str, until: float, most: float) -> int:
    sent = 0
    try:
        while time.monotonic() < until + 5 and sent < most:
            await socket.send(text)
            sent += 1
            if sent % 50 == 0:
                await asyncio.sleep(0)
    except ConnectionClosed:
        pass
    return sent


if __name__ == "__main__":
    base, interview, cookie, seconds, *more = sys.argv[1:]
    kind, most = (more + ["answer_draft", "inf"][len(more) :])[:2]
    asyncio.run(flood(base, interview, cookie, float(seconds), kind, float(most)))
