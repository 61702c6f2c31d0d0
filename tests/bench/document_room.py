"""CPU of the document socket per update, as a ratio to a relay that only forwards bytes, in one run.

python -m tests.bench.document_room [--readers 1 4 16] [--updates 12800] [--rounds 3]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import uvicorn
from fastapi import FastAPI
from pycrdt import Doc, Text
from websockets.asyncio.client import connect

from neurohire.rooms.document_store import MemoryDocumentStore
from neurohire.rooms.limits import DocumentLimits
from neurohire.rooms.registry import DocumentRegistry
from neurohire.rooms.wire import step1_frame, sync_payload, update_frame
from tests.rooms.tiny_app import tiny_app

WINDOW = 256


class Relay:
    """The limit: no document, no rights, no store; every frame goes to the others as it came."""

    def __init__(self) -> None:
        self.rooms: dict[str, set[Any]] = {}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            return
        await receive()
        await send({"type": "websocket.accept"})
        room = self.rooms.setdefault(scope["path"], set())
        room.add(send)
        while (message := await receive())["type"] != "websocket.disconnect":
            for other in room:
                if other is not send and message["bytes"][:2] != b"\x00\x00":
                    await other({"type": "websocket.send", "bytes": message["bytes"]})
        room.discard(send)


def serve(kind: str) -> None:
    fast = DocumentLimits(
        messages_per_second=1e9, message_burst=10**9, bytes_per_second=10**12, byte_burst=10**12,
        sockets_per_person=100,
    )  # fmt: skip
    app: FastAPI | Relay = (
        Relay() if kind == "relay" else tiny_app(DocumentRegistry(MemoryDocumentStore(), fast))
    )
    config = uvicorn.Config(
        app, port=0, ws="websockets-sansio", loop="uvloop", ws_per_message_deflate=False, lifespan="off",
        log_level="warning",
    )  # fmt: skip
    server = uvicorn.Server(config)

    async def run() -> None:
        task = asyncio.ensure_future(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)
        await task

    asyncio.run(run())


def key_presses(count: int) -> list[bytes]:
    """Somebody writing: mostly letters after each other, sometimes elsewhere, sometimes a deletion."""
    doc: Doc[Text] = Doc(client_id=4_000_000_001)
    text, out, dice, place = doc.get("codemirror", type=Text), [], random.Random(5), 0
    doc.observe(lambda event: out.append(update_frame(event.update)))
    for number in range(count):
        if number % 40 == 0:
            place = dice.randrange(len(text) + 1) if number else 0
        if number % 12 == 11 and place:
            place -= 1
            del text[place : place + 1]
        else:
            text.insert(place, dice.choice("abcdef (\n"))
            place += 1
    return out


def cpu_seconds(pid: int) -> float:
    """In nanoseconds where the kernel tells them: clock ticks are too coarse for a short run."""
    exact = Path(f"/proc/{pid}/schedstat")
    if exact.exists():
        return int(exact.read_text().split()[0]) / 1e9
    return float(sum(psutil.Process(pid).cpu_times()[:2]))


async def drive(url: str, readers: int, frames: list[bytes], pid: int) -> float:
    """Server CPU in microseconds per update."""
    copies: list[tuple[Doc[Text], asyncio.Event]] = [(Doc(), asyncio.Event()) for _ in range(readers)]
    sockets = [await connect(url + "?person=r", compression=None, max_size=None) for _ in copies]
    writer = await connect(url + "?person=w", compression=None, max_size=None)

    async def read(socket: Any, copy: tuple[Doc[Text], asyncio.Event] | None) -> None:
        async for message in socket:
            if copy is not None and message[0] == 0 and message[1] in (1, 2):
                copy[0].apply_update(sync_payload(message))
                copy[1].set()

    tasks = [
        asyncio.ensure_future(read(*pair)) for pair in [*zip(sockets, copies, strict=True), (writer, None)]
    ]
    for socket in sockets:
        await socket.send(step1_frame(b"\x00"))
    truth: Doc[Text] = Doc()
    before = cpu_seconds(pid)
    for start in range(0, len(frames), WINDOW):
        for frame in frames[start : start + WINDOW]:
            await writer.send(frame)
            truth.apply_update(sync_payload(frame))
        for doc, news in copies:
            while doc.get_update() != truth.get_update() and doc.get_state() != truth.get_state():
                news.clear()
                await asyncio.wait_for(news.wait(), 20)
    used = cpu_seconds(pid) - before
    for task in tasks:
        task.cancel()
    for socket in [*sockets, writer]:
        await socket.close()
    return used / len(frames) * 1e6


async def compare(counts: list[int], updates: int, rounds: int) -> list[dict[str, float]]:
    frames, servers, rows = key_presses(updates), {}, []
    for kind in ("relay", "room"):
        command = [sys.executable, "-m", "tests.bench.document_room", "--serve", kind]
        servers[kind] = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        ports = {kind: int(it.stdout.readline()) for kind, it in servers.items() if it.stdout}
        for readers in counts:
            costs: dict[str, list[float]] = {"relay": [], "room": []}
            for number in range(rounds):
                for kind, server in servers.items():
                    url = f"ws://127.0.0.1:{ports[kind]}/ws/documents/b{readers}-{number}"
                    costs[kind].append(await drive(url, readers, frames, server.pid))
            relay, room = (statistics.median(costs[kind]) for kind in ("relay", "room"))
            row = {"readers": readers, "relay_us": relay, "room_us": room, "ratio": room / relay}
            rows.append({name: round(value, 2) for name, value in row.items()})
            print(json.dumps(rows[-1]), flush=True)
    finally:
        for server in servers.values():
            server.terminate()
            server.wait()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--updates", type=int, default=12_800)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", choices=["relay", "room"])
    wanted = parser.parse_args()
    if wanted.serve:
        serve(wanted.serve)
    else:
        asyncio.run(compare(wanted.readers, wanted.updates, wanted.rounds))


if __name__ == "__main__":
    main()
