"""Floods an operation socket for some seconds, coming back as soon as it is closed; tells how it went."""

from __future__ import annotations

import asyncio
import json
import sys
import time

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

BODY = {"question_id": "x", "text": "y" * 50}
MESSAGE = json.dumps(
    {"type": "op", "client_id": "flood-page", "client_seq": 1, "kind": "answer_draft", "body": BODY}
)


async def flood(base: str, interview_id: str, cookie: str, seconds: float) -> None:
    url = f"{base.replace('http', 'ws', 1)}/ws/interviews/{interview_id}?page=flood"
    sent, codes, until = 0, [], time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            async with connect(
                url, origin=base, additional_headers={"cookie": cookie}, compression=None
            ) as socket:
                sent += await _send_all(socket, until)
                await socket.wait_closed()
                codes.append(socket.close_code)
        except (InvalidHandshake, TimeoutError):
            await asyncio.sleep(0.05)
    print(json.dumps({"sent": sent, "codes": codes}))


async def _send_all(socket: ClientConnection, until: float) -> int:
    sent = 0
    try:
        while time.monotonic() < until + 5:
            await socket.send(MESSAGE)
            sent += 1
            if sent % 50 == 0:
                await asyncio.sleep(0)
    except ConnectionClosed:
        pass
    return sent


if __name__ == "__main__":
    asyncio.run(flood(*sys.argv[1:4], float(sys.argv[4])))
