"""A person in the call whose browser is no Chromium: aiortc behind the real operation socket."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import Any

import av
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription, VideoStreamTrack
from aiortc.sdp import candidate_from_sdp

from tests.rooms.live import RoomPage

RED = (255, 0, 0)
# a browser may answer by names that only multicast resolves; those are not for this engine
LOCAL_NAME = re.compile(r"\.local\b")


class RedCamera(VideoStreamTrack):
    """Nothing but red."""

    async def recv(self) -> av.VideoFrame:
        pts, time_base = await self.next_timestamp()
        frame = av.VideoFrame(320, 240, "rgb24")
        frame.planes[0].update(bytes(RED) * (320 * 240))
        frame.pts, frame.time_base = pts, time_base
        return frame


class Engine:
    """Joins as a newcomer and offers, or answers whoever comes later. One other person."""

    def __init__(self, page: RoomPage) -> None:
        self.page, self.pc = page, RTCPeerConnection()
        self.pair, self.other = "pair-of-aiortc", ""
        self.seen: dict[str, tuple[int, int, int]] = {}  # newest colour by kind of stream
        self.kinds: dict[str, str] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self.pc.on("track", self._track)

    async def __aenter__(self) -> Engine:
        await self.page.hello()
        message = {"type": "signal", "kind": "call_join"}
        await self.page.post(message | {"body": {"session": "session-aiortc", "media": {"camera": True}}})
        welcome = await self.page.next(lambda m: m["type"] == "welcome")
        self.tasks.append(asyncio.create_task(self._hear()))
        if welcome["peers"]:
            self.other = welcome["peers"][0]["id"]
            self.pc.addTransceiver("audio", direction="sendrecv")
            self.pc.addTrack(RedCamera())
            await self.pc.setLocalDescription(await self.pc.createOffer())
            await self._describe()
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.pc.close()

    async def _describe(self) -> None:
        description = self.pc.localDescription
        kinds = {stream: "camera" for stream in re.findall(r"a=msid:(\S+)", description.sdp)}
        body = {"pair": self.pair, "sdp": description.sdp, "kinds": kinds}
        message = {"type": "signal", "kind": f"sdp_{description.type}", "to": self.other, "body": body}
        await self.page.post(message)

    async def _hear(self) -> None:
        place = 0
        while True:
            message = await self.page.next(lambda m: m["type"] == "signal", after=place, seconds=120)
            place = self.page.messages.index(message, place) + 1
            await self._take(message)

    async def _take(self, message: dict[str, Any]) -> None:
        kind, body, self.other = message["kind"], message["body"], message["from"]
        if kind == "ice_candidate":
            found = body["candidate"]
            if body["pair"] != self.pair or LOCAL_NAME.search(found["candidate"]):
                return
            candidate = candidate_from_sdp(found["candidate"].removeprefix("candidate:"))
            candidate.sdpMid, candidate.sdpMLineIndex = found["sdpMid"], found["sdpMLineIndex"]
            return await self.pc.addIceCandidate(candidate)
        is_first = body["pair"] != self.pair
        self.pair, self.kinds = body["pair"], self.kinds | body["kinds"]
        if kind == "sdp_offer" and is_first:
            self.pc.addTrack(RedCamera())
        await self.pc.setRemoteDescription(RTCSessionDescription(body["sdp"], kind.removeprefix("sdp_")))
        if kind == "sdp_offer":
            await self.pc.setLocalDescription(await self.pc.createAnswer())
            await self._describe()

    def _track(self, track: MediaStreamTrack) -> None:
        if track.kind == "video":
            self.tasks.append(asyncio.create_task(self._watch(track)))

    async def _watch(self, track: MediaStreamTrack) -> None:
        with suppress(Exception):  # the track ends with the call
            while True:
                frame = await track.recv()
                middle = frame.to_ndarray(format="rgb24")[frame.height // 2, frame.width // 2]
                self.seen[track.id] = (int(middle[0]), int(middle[1]), int(middle[2]))

    async def sees(self, colour: tuple[int, int, int], seconds: float = 60) -> None:
        """Until a picture of this colour has come."""
        async with asyncio.timeout(seconds):
            while not any(
                all(abs(got - wanted) < 60 for got, wanted in zip(seen, colour, strict=True))
                for seen in self.seen.values()
            ):
                await asyncio.sleep(0.1)
