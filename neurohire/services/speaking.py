"""Audio of a text: made before, by the service, or by the embedded voice. No candidate waits over 8 s."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import structlog

from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.in_use import ModelsInUse
from neurohire.ai.speaker import ModelSpeaker
from neurohire.database import Database
from neurohire.errors import NotFound, Unavailable
from neurohire.media_store import MediaStore
from neurohire.services import speech, speech_ahead, voices
from neurohire.services.speech import ToSpeak
from neurohire.settings import get_settings
from neurohire.speech.embedded import EspeakSpeaker
from neurohire.speech.protocol import Spoken
from neurohire.speech.speakable import speakable

log = structlog.get_logger(__name__)
LONGEST = 7.5  # seconds for all of it; the way to the page needs some, too
FOR_SERVICE = 5.5  # of these; the embedded voice has the rest
QUIET = 15.0  # after a failure this text is not tried again for a candidate


@dataclass(frozen=True)
class Sound:
    """Audio in the store, or just made where there was no room to store it."""

    media_type: str
    path: Path | None = None
    data: bytes = b""
    is_stopgap: bool = False  # the chosen voice may have it later
    is_new: bool = False  # made for this asking, not ahead


class Speaking:
    """One for the app: who asks for a text that is being made waits for the same call."""

    def __init__(self, database: Database, media: MediaStore, models: ModelsInUse) -> None:
        self._database, self._media, self._models = database, media, models
        self._embedded = EspeakSpeaker()
        self._under_way: dict[str, asyncio.Task[Sound]] = {}
        self._failed: dict[str, float] = {}
        self._name: str | None = None  # of who speaks; None: the settings are not loaded yet

    @property
    def has_service(self) -> bool:
        return self._models.speaker is not None

    async def for_candidate(self, asked: ToSpeak) -> Sound | None:
        """None: the page speaks with the browser's own voice, or shows the text alone."""
        try:
            async with asyncio.timeout(LONGEST):
                return await self._in_time(asked)
        except (TimeoutError, Unavailable):
            return None

    async def by_service(self, asked: ToSpeak, voice: str = "") -> Sound | None:
        """By the chosen voice or this one, however long it takes; ModelFailed says why not.

        None: no service speaks, or there is nothing to say.
        """
        speaker, words = self._models.speaker, speakable(asked.text)
        if speaker is None or not words:
            return None
        voice = voice or voices.chosen(get_settings())
        digest = speech.digest_of(speaker.name_of(voice), asked.language, words)
        task = self._under_way.get(digest)
        if task is None:
            work = self._stored_or_made(speaker, voice, digest, words, asked)
            task = self._under_way[digest] = asyncio.create_task(work)
            task.add_done_callback(partial(self._forget, digest))
        return await asyncio.shield(task)

    async def by_embedded(self, asked: ToSpeak) -> Sound | None:
        words = speakable(asked.text)
        digest = speech.digest_of(self._embedded.name, asked.language, words)
        found = await self._found(digest)
        if found is not None or not words:
            return found
        spoken = await asyncio.to_thread(self._embedded.speak, words, asked.language)
        return (
            None if spoken is None else await self._kept(spoken, digest, self._embedded.name, asked.language)
        )

    async def sample(self, asked: ToSpeak, voice: str) -> Sound | None:
        """By this voice of the service, within the time of a page; by the embedded one without a name."""
        if not voice:
            return await self.by_embedded(asked)
        try:
            async with asyncio.timeout(LONGEST):
                return await self.by_service(asked, voice)
        except TimeoutError as error:
            raise ModelFailed(Reason.TOO_SLOW) from error

    async def settings_changed(self) -> None:
        """Another voice or service speaks from now on: what waits for its candidates is spoken anew."""
        speaker = self._models.speaker
        before, self._name = self._name, speaker.name_of(voices.chosen(get_settings())) if speaker else ""
        if self._name and before is not None and before != self._name:
            with suppress(Unavailable):  # else it is made when it is asked for
                await self._database.transact(speech_ahead.begin_all)

    async def close(self) -> None:
        for task in list(self._under_way.values()):
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _in_time(self, asked: ToSpeak) -> Sound | None:
        if self._models.speaker is None:
            return await self.by_embedded(asked)
        key = f"{asked.language}\n{asked.text}"
        if self._failed.get(key, 0.0) < time.monotonic():
            try:
                async with asyncio.timeout(FOR_SERVICE):  # what is under way then goes on, for the next time
                    sound = await self.by_service(asked)
                if sound is not None:
                    return sound
            except ModelFailed:
                self._note_failure(key)
            except TimeoutError:
                log.info("the voice comes too late for this time", seconds=FOR_SERVICE)
        sound = await self.by_embedded(asked)
        return None if sound is None else replace(sound, is_stopgap=True)

    async def _stored_or_made(
        self, speaker: ModelSpeaker, voice: str, digest: str, words: str, asked: ToSpeak
    ) -> Sound:
        found = await self._found(digest)
        if found is not None:
            return found
        spoken = await speaker.speak(words, voice, interview_id=asked.interview_id)
        return await self._kept(spoken, digest, speaker.name_of(voice), asked.language)

    async def _found(self, digest: str) -> Sound | None:
        stored = await self._database.read(speech.stored, digest)
        try:
            return Sound(stored.media_type, self._media.path(stored.sha256)) if stored else None
        except NotFound:  # the file was taken away: it is made again
            return None

    async def _kept(self, spoken: Spoken, digest: str, voice: str, language: str) -> Sound:
        """Without room on the disk it is heard once and forgotten."""
        try:
            file = await asyncio.to_thread(self._media.put, spoken.data)
            await self._database.transact(speech.keep, digest, voice, language, file, spoken.media_type)
        except Unavailable:
            return Sound(spoken.media_type, data=spoken.data, is_new=True)
        return Sound(spoken.media_type, self._media.path(file.sha256), is_new=True)

    def _note_failure(self, key: str) -> None:
        now = time.monotonic()
        self._failed = {other: until for other, until in self._failed.items() if until > now}
        self._failed[key] = now + QUIET

    def _forget(self, digest: str, done: asyncio.Task[Sound]) -> None:
        self._under_way.pop(digest, None)
        if not done.cancelled():
            done.exception()  # looked at: nobody may be waiting for it any more
