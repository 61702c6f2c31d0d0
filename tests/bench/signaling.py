"""Server CPU of one signaling message: the operation socket, a bare ASGI socket, python-socketio, in one run.

python -m tests.bench.signaling [--messages 4000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from websockets.asyncio.client import ClientConnection, connect

from neurohire.database import Database
from neurohire.settings import get_settings
from tests.bench.dashboard import SECRET, cpu_seconds
from tests.bench.editor_peers import Peers, rested, undisturbed
from tests.faults.candidate import cookie
from tests.live_server import LiveServer
from tests.rooms.live import Live, admit, make_room

WINDOW = 16  # on the way at once
LINE = (
    "candidate:842163049 1 udp 1677729535 192.0.2.17 46154 typ srflx raddr 10.0.0.5 rport 46154 generation 0"
)
BODY = {"pair": "pair-00000001", "candidate": {"candidate": LINE, "sdpMid": "0", "sdpMLineIndex": 0}}
Pair = tuple[ClientConnection, ClientConnection, str]  # who sends, who hears, the message


class Bench:
    """Three servers, and how two people meet at each."""

    def __init__(self, folder: Path) -> None:
        self.peers = Peers(folder / "peers")
        self.ours = LiveServer(
            folder, module="tests.bench.signaling_server", LIVE_INTERVIEWS="true", SECRET=SECRET
        )

    async def start(self) -> None:
        await self.ours.start()
        database = Database(f"sqlite:///{self.ours.data_dir / 'neurohire.db'}")
        self.live: Live = database.run(make_room)[0]
        database.run(admit, self.live)
        database.close()
        assert self.ours.process is not None
        await rested(self.ours.process.pid)
        undisturbed(self.ours.process.pid)
        await self.peers.start("relay", "socketio")

    def stop(self) -> None:
        self.peers.stop()
        self.ours.kill()

    @property
    def ways(self) -> dict[str, tuple[int, Callable[[], Awaitable[Pair]]]]:
        assert self.ours.process is not None
        relay, other = self.peers.running["relay"], self.peers.running["socketio"]
        return {
            "ours": (self.ours.process.pid, self._at_ours),
            "bare": (relay.pid, self._at_relay),
            "socketio": (other.pid, self._at_socketio),
        }

    async def _at_ours(self) -> Pair:
        ana, rita = [await self._page(name) for name in ("ana", "rita")]
        message = {
            "type": "signal",
            "kind": "ice_candidate",
            "to": self.live.rita.journal_name,
            "body": BODY,
        }
        return ana, rita, json.dumps(message)

    async def _page(self, name: str) -> ClientConnection:
        """In the call."""
        url = self.ours.url.replace("http", "ws", 1)
        way = "candidate" if name == "ana" else "staff"
        socket = await connect(
            f"{url}/ws/interviews/{self.live.interview_id}?page={name}-{os.urandom(4).hex()}&as={way}",
            origin=self.ours.url,  # type: ignore[arg-type]
            additional_headers={"cookie": cookie(SECRET, self.live.sessions[name])},
            compression=None,
        )
        await socket.send(json.dumps({"type": "hello", "since": 0}))
        await heard(socket, '"in_call"')
        body = {"session": f"session-{name}-{os.urandom(4).hex()}"}
        await socket.send(json.dumps({"type": "signal", "kind": "call_join", "body": body}))
        await heard(socket, '"welcome"')
        return socket

    async def _at_relay(self) -> Pair:
        url = self.peers.running["relay"].url.format(room="call")
        one, two = [await connect(url, compression=None) for _ in range(2)]
        return one, two, json.dumps({"type": "signal", "kind": "ice_candidate", "to": "two", "body": BODY})

    async def _at_socketio(self) -> Pair:
        url = self.peers.running["socketio"].url.format(room="socket.io/")
        sockets = []
        for _ in range(2):
            socket = await connect(f"{url}?EIO=4&transport=websocket", compression=None)
            await socket.recv()
            await socket.send("40")
            await heard(socket, "40")
            sockets.append(socket)
        text = json.dumps(["signal", {"kind": "ice_candidate", "to": "two", "body": BODY}])
        return sockets[0], sockets[1], "42" + text


async def heard(socket: ClientConnection, words: str) -> None:
    async with asyncio.timeout(30):
        while words not in str(await socket.recv()):
            pass


async def cost(pid: int, meet: Callable[[], Awaitable[Pair]], messages: int) -> float:
    """Microseconds of server CPU per message that arrived."""
    sender, reader, text = await meet()
    got = 0

    async def read() -> None:
        nonlocal got
        while got < messages:
            got += LINE in (text if isinstance(text := await reader.recv(), str) else text.decode())
            if got % WINDOW == 0:
                there.set()

    there = asyncio.Event()
    reading = asyncio.ensure_future(read())
    drained = asyncio.ensure_future(drain(sender))
    before = cpu_seconds(pid)
    async with asyncio.timeout(60):
        for sent in range(0, messages, WINDOW):
            there.clear()
            for _ in range(WINDOW):
                await sender.send(text)
            while got < sent + WINDOW:
                await there.wait()
                there.clear()
    used = cpu_seconds(pid) - before
    await reading
    drained.cancel()
    for socket in (sender, reader):
        await socket.close()
    return used / messages * 1e6


async def drain(socket: ClientConnection) -> None:
    async for _ in socket:
        pass


async def measure(folder: Path, messages: int, rounds: int) -> dict[str, list[float]]:
    """By server, one a round, in turns."""
    bench, found = Bench(folder), defaultdict(list)
    try:
        await bench.start()
        for number in range(rounds + 1):
            for name, (pid, meet) in bench.ways.items():
                used = await cost(pid, meet, messages)
                if number:  # the first warms up
                    found[name].append(used)
        return dict(found)
    finally:
        bench.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    os.environ |= {"NEUROHIRE_LIVE_INTERVIEWS": "true", "NEUROHIRE_SECRET": SECRET}
    with tempfile.TemporaryDirectory() as name:
        os.environ["NEUROHIRE_DATA_DIR"] = name
        get_settings.cache_clear()
        found = asyncio.run(measure(Path(name), asked.messages // WINDOW * WINDOW, asked.rounds))
    middle = {name: median(values) for name, values in found.items()}
    ratios = {name: round(middle["ours"] / middle[name], 2) for name in ("bare", "socketio")}
    print(json.dumps({"us": {name: [round(one, 1) for one in all_] for name, all_ in found.items()}}))
    print(json.dumps({"ratio to": ratios}))


if __name__ == "__main__":
    main()
