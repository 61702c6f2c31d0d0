"""A page of a resume as a picture: kept when it was made before, else made, once for all who ask."""

from __future__ import annotations

import asyncio
import functools
import time

from neurohire.database import Database
from neurohire.errors import Rejected
from neurohire.media_store import MediaStore
from neurohire.resumes.pages import render_page
from neurohire.services import room_resume
from neurohire.services.room_resume import KeptPage, Original
from neurohire.vocabulary import RejectionCode
from neurohire.workers import Limits, Workers, WorkFailed

PAGES_WORK = "resume_pages"
LIMITS = Limits(memory_mb=512, cpu_s=10, wall_s=20, processes=2, tasks_per_process=100)
FAILED_SECONDS = 600.0  # a page that brought a worker down is not tried at every look
REMEMBERED = 500
TOO_SLOW = "This page takes too long to draw. You can download the file instead."
TOO_LARGE = "This page can't be drawn here. You can download the file instead."
DAMAGED = "This page can't be shown: the file is damaged here. You can download it instead."
NO_PASSWORD = "The file is protected by a password. You can download it and open it there."  # noqa: S105


class ResumePages:
    """One for the app."""

    def __init__(self, database: Database, media: MediaStore, workers: Workers) -> None:
        self.database, self.media, self.workers = database, media, workers
        self._running: dict[tuple[str, int], asyncio.Task[KeptPage]] = {}
        self._failed: dict[tuple[str, int], tuple[float, str]] = {}

    async def page(self, original: Original, number: int) -> KeptPage:
        """The page with this number (1-based); Rejected when it can't be shown."""
        key = (original.sha256, number)
        found = await self.database.read(room_resume.kept_page, *key)
        if found is not None and self.media.has(found.picture_sha256):
            return found
        if (failed := self._failed.get(key)) and failed[0] > time.monotonic():
            raise Rejected(failed[1], code="unreadable")
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.create_task(self._make(*key))
            task.add_done_callback(functools.partial(self._ended, key))
        return await asyncio.shield(task)  # one visitor who leaves does not take it from the others

    def _ended(self, key: tuple[str, int], task: asyncio.Task[KeptPage]) -> None:
        self._running.pop(key, None)
        if not task.cancelled():
            task.exception()  # looked at, also when everybody who asked has left

    async def _make(self, sha256: str, number: int) -> KeptPage:
        path = self.media.path(sha256)
        try:
            made = await self.workers.run(PAGES_WORK, render_page, str(path), number - 1)
        except WorkFailed as failure:
            words = TOO_SLOW if failure.reason == "too_slow" else TOO_LARGE
            self._remember((sha256, number), words)
            raise Rejected(words, code="unreadable") from failure
        except Rejected as refusal:
            words = NO_PASSWORD if refusal.code == RejectionCode.PASSWORD_PROTECTED else DAMAGED
            self._remember((sha256, number), words)
            raise Rejected(words, code="unreadable") from refusal
        stored = await asyncio.to_thread(self.media.put, made.webp)
        await self.database.transact(room_resume.keep_page, sha256, number, stored.sha256, made)
        return KeptPage(picture_sha256=stored.sha256, width=made.width, height=made.height, text=made.text)

    def _remember(self, key: tuple[str, int], words: str) -> None:
        self._failed[key] = (time.monotonic() + FAILED_SECONDS, words)
        while len(self._failed) > REMEMBERED:
            del self._failed[next(iter(self._failed))]
