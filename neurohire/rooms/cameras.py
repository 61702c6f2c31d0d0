"""The checked cameras of this process: newest frame in, facts from a worker, incidents out."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from neurohire import clock
from neurohire.database import Database
from neurohire.errors import DomainError
from neurohire.media_store import MediaStore
from neurohire.proctoring import vision_models
from neurohire.proctoring.frames import read_frame
from neurohire.proctoring.jpeg import NotAFrame
from neurohire.proctoring.rules import Step, Stretch, Timeline
from neurohire.services import camera_checks, incidents
from neurohire.services.incidents import Worst
from neurohire.vocabulary import IncidentKind
from neurohire.workers import Limits, Workers, WorkFailed

log = structlog.get_logger(__name__)
FRAMES_WORK = "frames"
# LiteRT and MediaPipe reserve far more addresses than they use
LIMITS = Limits(memory_mb=8192, cpu_s=20, wall_s=20.0, processes=2, tasks_per_process=5_000)
KEPT_FRAMES = 32  # longer than the longest window at two a second: the worst may be any of them
SILENT_SECONDS = 8.0  # no frame for so long, while the page has its line, is a fact
LOOK_SECONDS = 1.0
FORGOTTEN_SECONDS = 60.0  # a camera that sends nothing more


class Frame(NamedTuple):
    """One picture as it arrived; the page counts its frames, the server's clock says when."""

    number: int
    jpeg: bytes
    at: datetime


class Told(NamedTuple):
    """What the page hears: frames that were not looked at, because newer ones came or they were late."""

    dropped: int
    is_checked: bool
    last: int = -1  # a page that counts from less goes on from here


class Camera:
    """One candidate's: at most one frame in work, the newest waits, those between are dropped and counted."""

    def __init__(self, cameras: Cameras, interview_id: str) -> None:
        self.cameras, self.interview_id = cameras, interview_id
        self.began = self.came = clock.now()
        self.timeline = Timeline()
        self.newest: Frame | None = None
        self.last_number = -1
        self.dropped = self.unreadable = 0
        self.kept: deque[Frame] = deque(maxlen=KEPT_FRAMES)
        self.worst: dict[IncidentKind, Frame] = {}
        self.open: dict[IncidentKind, str] = {}  # ids of incidents, also of those that may be resumed
        self._settling, self._is_settled = asyncio.Lock(), False
        self._has_looked = False
        self.missing = ""  # id of the incident that no frames come
        self.task: asyncio.Task[None] | None = None

    def take(self, frame: Frame) -> Told:
        """Never waits. A number that was there already is a replay and counts as dropped."""
        if frame.number <= self.last_number:
            self.dropped += 1
            return Told(self.dropped, True, self.last_number)
        self.last_number, self.came = frame.number, frame.at
        if self.newest is not None:
            self.dropped += 1
        self.newest = frame
        if self.task is None:
            self.task = asyncio.ensure_future(self._work())
        return Told(self.dropped, True, self.last_number)

    async def _work(self) -> None:
        try:
            while self.newest is not None:
                frame, self.newest = self.newest, None
                try:
                    await self._look(frame)
                except NotAFrame:
                    self.unreadable += 1
                except WorkFailed as failure:
                    log.warning("a camera's frame was not checked", reason=failure.reason)
                except DomainError as error:
                    log.warning("an incident could not be kept", reason=error.code)
        finally:
            self.task = None

    async def _settle(self) -> None:
        """Before anything new: what an earlier server left open ends, at the latest when this one began."""
        async with self._settling:
            if not self._is_settled:
                close, ended = incidents.close_left_open, min(self.cameras.began, self.began)
                await self.cameras.database.transact(close, self.interview_id, ended)
                self._is_settled = True

    async def _look(self, frame: Frame) -> None:
        await self._settle()
        facts = await self.cameras.workers.run(FRAMES_WORK, read_frame, frame.jpeg)
        if not self._has_looked:
            await self.cameras.database.transact(camera_checks.note_checked, self.interview_id)
            self._has_looked = True
        if self.missing:
            missing, self.missing = self.missing, ""
            await self.cameras.database.transact(incidents.close, missing, frame.at, Worst(0.0))
        self.kept.append(frame)
        for step, stretch in self.timeline.push(self._seconds(frame.at), frame.number, facts):
            self._keep_worst(stretch)
            await self._tell(step, stretch)
        for kind in self.open:
            if (going_on := self.timeline.open_stretch(kind)) is not None:
                self._keep_worst(going_on)

    def _keep_worst(self, stretch: Stretch) -> None:
        frame = next((one for one in self.kept if one.number == stretch.worst), None)
        if frame is not None:
            self.worst[stretch.kind] = frame

    async def _tell(self, step: Step, stretch: Stretch) -> None:
        """Into the record; the same stretch opened again is the same incident."""
        database, kind = self.cameras.database, stretch.kind
        worst = await self._stored(stretch)
        if step is Step.CLOSED:
            # not known: the database was away when it began
            known = self.open.get(kind) or await self._opened(stretch, worst)
            if known:
                await database.transact(incidents.close, known, self._moment(stretch.ended), worst)
        elif stretch.resumed and self.open.get(kind):
            await database.transact(incidents.resume, self.open[kind], worst)
        else:
            await self._opened(stretch, worst)

    async def _opened(self, stretch: Stretch, worst: Worst) -> str:
        """The id of a new incident."""
        kind, began = stretch.kind, self._moment(stretch.began)
        self.open.pop(kind, None)  # of an earlier one, which must not be closed in its place
        found = await self.cameras.database.transact(
            incidents.open_one, self.interview_id, kind, began, worst
        )
        self.open[kind] = found
        return found

    async def _stored(self, stretch: Stretch) -> Worst:
        """The evidence in the media store; where the disk is full the incident stands without."""
        frame = self.worst.get(stretch.kind)
        if frame is None:
            return Worst(stretch.value)
        try:
            stored = await asyncio.to_thread(self.cameras.media.put, frame.jpeg)
        except DomainError:
            return Worst(stretch.value)
        return Worst(stretch.value, stored.sha256, frame.at)

    async def look_for_silence(self, now: datetime) -> None:
        """No frames although the page has its line: an incident of its own. A lost line is nobody's fault."""
        silent = (now - self.came).total_seconds()
        if silent < SILENT_SECONDS or self.missing or not self.cameras.is_here(self.interview_id):
            return
        await self._settle()
        since = self.came
        self.missing = await self.cameras.database.transact(
            incidents.open_one, self.interview_id, IncidentKind.FRAMES_MISSING, since, Worst(silent)
        )

    async def end(self, now: datetime) -> None:
        """The interview is over: what is open ends."""
        if self.task is not None:
            self.task.cancel()
        for step, stretch in self.timeline.close(self._seconds(now)):
            await self._tell(step, stretch)
        if self.missing:
            missing, self.missing = self.missing, ""
            await self.cameras.database.transact(incidents.close, missing, now, Worst(0.0))
        # of a frame whose look was cut short: opened, and the camera never heard its id
        await self.cameras.database.transact(incidents.close_left_open, self.interview_id, now)

    def _seconds(self, at: datetime) -> float:
        return (at - self.began).total_seconds()

    def _moment(self, seconds: float | None) -> datetime:
        return self.began + timedelta(seconds=seconds or 0.0)


class Cameras:
    """By interview. `is_here(interview_id)`: the candidate's page has a line to the server."""

    def __init__(
        self, database: Database, media: MediaStore, workers: Workers, is_here: Callable[[str], bool]
    ) -> None:
        self.database, self.media, self.workers, self.is_here = database, media, workers, is_here
        self.began = clock.now()
        self._cameras: dict[str, Camera] = {}
        self._looking: asyncio.Task[None] | None = None

    def problems(self) -> list[str]:
        """What is off on this server, in words: then nothing is checked, and the report says so."""
        return vision_models.problems()

    def take(self, interview_id: str, number: int, jpeg: bytes) -> Told:
        """One frame of a candidate who was let in and agreed; the caller has checked that."""
        if self.problems():
            return Told(0, False)
        camera = self._cameras.get(interview_id)
        if camera is None:
            camera = self._cameras[interview_id] = Camera(self, interview_id)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look())
        return camera.take(Frame(number, jpeg, clock.now()))

    async def close_all(self) -> None:
        """The server stops; what is open is closed when the interview goes on or ends."""
        if self._looking is not None:
            self._looking.cancel()
        for camera in self._cameras.values():
            if camera.task is not None:
                camera.task.cancel()
        self._cameras.clear()

    async def _look(self) -> None:
        """Every second as long as there are cameras: silence, and the end of interviews."""
        while self._cameras:
            await asyncio.sleep(LOOK_SECONDS)
            now = clock.now()
            for interview_id, camera in list(self._cameras.items()):
                if (now - camera.came).total_seconds() < SILENT_SECONDS:
                    continue
                try:
                    await self._look_at(interview_id, camera, now)
                except DomainError as error:
                    log.warning("a silent camera could not be noted", reason=error.code)

    async def _look_at(self, interview_id: str, camera: Camera, now: datetime) -> None:
        if await self.database.read(camera_checks.is_watched, interview_id):
            return await camera.look_for_silence(now)
        del self._cameras[interview_id]
        try:
            await camera.end(camera.came)
        except DomainError:
            self._cameras.setdefault(interview_id, camera)  # the database is away: once more in a second
            raise
