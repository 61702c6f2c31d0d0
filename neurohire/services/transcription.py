"""The task that writes a take down: listened through here, sent in pieces, judged, kept piece by piece."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.ai.failures import ModelFailed, Reason
from neurohire.database import Database, record
from neurohire.errors import NotFound
from neurohire.events import Event
from neurohire.media_store import MediaStore
from neurohire.models.answers import Recording, RecordingChunk
from neurohire.models.interviews import Interview
from neurohire.models.transcripts import SpokenLine, TakeTranscript
from neurohire.services import consent, recordings, tasks, transcripts
from neurohire.services.tasks import DueTask
from neurohire.settings import get_settings
from neurohire.speech import listening, stretches
from neurohire.speech.believing import believed
from neurohire.speech.listening import Listened
from neurohire.speech.protocol import NeedsShorter, Transcriber
from neurohire.speech.voice_activity import NoVoiceActivity
from neurohire.vocabulary import TranscriptState
from neurohire.workers import Workers, WorkFailed

log = structlog.get_logger(__name__)
AUDIO_WORK = "audio"
CRASHES = 3  # a file that ends its process so often is left alone


class ToHear(BaseModel):
    """One take that is to be written down, from second `done_until` on."""

    recording_id: str
    interview_id: str
    media_type: str
    language: str
    chunks: list[str]
    has_gap: bool
    done_until: float


async def do_next(
    database: Database, media: MediaStore, workers: Workers, transcriber: Transcriber | None
) -> bool:
    """Do one task; False when none is due."""
    task = await database.transact(tasks.claim, "speech_in")
    if task is None:
        return False
    found = await database.transact(look, task.subject_id, transcriber is not None)
    if isinstance(found, datetime):
        await database.transact(tasks.postpone, task.id, found)
        return True
    try:
        if found is not None and transcriber is not None:
            await _write_down(database, media, workers, transcriber, found, task.id)
    except Exception as error:
        await _failed(database, task, error)
        return True
    await database.transact(tasks.done, task.id)
    return True


def look(db: Session, recording_id: str, is_on: bool) -> ToHear | datetime | None:
    """What is to be heard; a time: not before then, it is still being spoken; None: nothing, any more."""
    row, take = db.get(TakeTranscript, recording_id), db.get(Recording, recording_id)
    if row is None or take is None or row.state != TranscriptState.WAITING:
        return None
    last = db.scalar(select(func.max(RecordingChunk.at)).where(col(RecordingChunk.recording_id) == take.id))
    if take.ended_at is None:
        over_at = (last or take.started_at) + transcripts.abandoned_after(db, take)
        if clock.now() < over_at:
            return min(over_at, clock.now() + timedelta(minutes=1))
    if not is_on or not consent.covers_listener(db, row.interview_id, get_settings()):
        give_up(db, recording_id, "switched_off" if not is_on else "no_consent")
        return None
    interview = db.get(Interview, row.interview_id)
    media_type, chunks = recordings.chunks(db, row.interview_id, recording_id)
    numbers = recordings.last_number(db, recording_id) + 1
    return ToHear(
        recording_id=recording_id,
        interview_id=row.interview_id,
        media_type=media_type,
        language=(interview.language if interview else "en").split("-")[0],
        chunks=chunks,
        has_gap=max(numbers, take.chunks_expected or 0) > len(chunks),
        done_until=row.done_until,
    )


async def _write_down(
    database: Database,
    media: MediaStore,
    workers: Workers,
    transcriber: Transcriber,
    take: ToHear,
    task_id: str,
) -> None:
    await asyncio.to_thread(media.check_space)
    with _scratch(media) as samples:
        paths = [media.path(chunk) for chunk in take.chunks]
        heard: Listened = await workers.run(AUDIO_WORK, listening.listen, paths, take.media_type, samples)
        await database.transact(keep_listened, take, heard)
        while True:
            try:
                await _each_piece(database, transcriber, take, heard, samples, task_id)
                break
            except NeedsShorter:
                continue  # from where it was, in shorter pieces
    await database.transact(finish, take.recording_id, transcriber.name)


async def _each_piece(
    database: Database, transcriber: Transcriber, take: ToHear, heard: Listened, samples: Path, task_id: str
) -> None:
    left = [stretch for stretch in heard.stretches if stretch.start >= take.done_until]
    for piece in stretches.pieces(left, transcriber.longest):
        sound = await asyncio.to_thread(listening.sound_of, piece, samples)
        answer = await transcriber.transcribe(sound, piece.seconds, take.language, take.interview_id)
        lines, dropped = believed(piece, answer.segments)
        take.done_until = piece.stretches[-1].end
        await database.transact(keep_part, take, lines, dropped)
        await database.transact(tasks.renew, task_id)


def keep_listened(db: Session, take: ToHear, heard: Listened) -> None:
    row = db.get(TakeTranscript, take.recording_id)
    if row is not None:
        row.seconds, row.speech_seconds = heard.seconds, heard.speech_seconds
        row.notes = sorted({*heard.notes, *(["gap"] if take.has_gap else [])})


def keep_part(db: Session, take: ToHear, lines: list[SpokenLine], dropped: int) -> None:
    row = db.get(TakeTranscript, take.recording_id, with_for_update=True, populate_existing=True)
    if row is not None and row.state == TranscriptState.WAITING:
        row.lines = [*row.lines, *(line.model_dump(mode="json") for line in lines)]
        row.dropped, row.done_until = row.dropped + dropped, take.done_until


def finish(db: Session, recording_id: str, service: str) -> None:
    """All pieces are in: words, or the knowledge that there are none."""
    row = db.get(TakeTranscript, recording_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != TranscriptState.WAITING:
        return
    row.service, row.reason = service, ""
    if row.lines:
        row.state = TranscriptState.DONE
    elif row.seconds <= 0:
        row.state, row.reason = TranscriptState.FAILED, "not_audio"
    else:
        row.state = TranscriptState.NO_SPEECH
        row.reason = "not_understood" if row.speech_seconds > 0 else ""
    transcripts.settled(db, row)


def give_up(db: Session, recording_id: str, reason: str) -> None:
    """The voice is kept; people can listen to it."""
    row = db.get(TakeTranscript, recording_id, with_for_update=True, populate_existing=True)
    if row is not None and row.state == TranscriptState.WAITING:
        row.state, row.reason = TranscriptState.FAILED, reason
        transcripts.settled(db, row)


def switch_off(db: Session) -> None:
    """At a start without a service: nobody waits for it any more."""
    for recording_id in tasks.drop(db, tasks.TRANSCRIBE_TASK):
        give_up(db, recording_id, "switched_off")


def delayed(db: Session, recording_id: str) -> None:
    """It failed for now: pages tell, and a candidate's turn does not wait for it."""
    row = db.get(TakeTranscript, recording_id)
    if row is not None and row.state == TranscriptState.WAITING:
        row.tries += 1
        record(db, Event(f"interview:{row.interview_id}", "interview_changed"))


async def _failed(database: Database, task: DueTask, error: Exception) -> None:
    if isinstance(error, ModelFailed) and error.reason is Reason.REPLACED:
        await database.transact(tasks.put_back, task.id)
        return
    reason = str(error.reason) if isinstance(error, ModelFailed | WorkFailed) else type(error).__name__
    log.warning("a take was not written down", attempts=task.attempts, error=reason)
    if final := _final(error, task.attempts):
        await database.transact(tasks.done, task.id)
        await database.transact(give_up, task.subject_id, final)
    elif await database.transact(tasks.failed, task.id, reason):
        await database.transact(delayed, task.subject_id)
    else:
        await database.transact(give_up, task.subject_id, reason[:40])


def _final(error: Exception, attempts: int) -> str:
    """Why trying again is in vain; nothing when it is not."""
    if isinstance(error, ModelFailed) and error.reason is Reason.OVER_BUDGET:
        return error.reason.value
    if isinstance(error, NoVoiceActivity):
        return "no_voice_activity"
    if isinstance(error, NotFound):
        return "gone"
    return "unreadable" if isinstance(error, WorkFailed) and attempts >= CRASHES else ""


@contextmanager
def _scratch(media: MediaStore) -> Iterator[Path]:
    """Samples: 115 MB an hour. What a killed server left goes the way of uploads it was receiving."""
    descriptor, name = tempfile.mkstemp(dir=media.root / "incoming")
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
