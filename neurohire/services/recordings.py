"""Spoken answers: numbered chunks of a take, kept as they come, read back as one file."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.media_store import StoredFile
from neurohire.models.answers import Recording, RecordingChunk
from neurohire.models.interviews import Interview, InterviewQuestion
from neurohire.services import access, entrance, journal, transcripts
from neurohire.vocabulary import DataKind, InterviewState, QuestionState

MAX_CHUNK = 2 * 1024 * 1024
MAX_CHUNKS = 5_000
MAX_BYTES = 200 * 1024 * 1024  # all takes of one interview
MEDIA_TYPES = {"audio/webm", "audio/ogg", "audio/mp4"}
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


class Take(BaseModel):
    """Which take a chunk belongs to; the id is made by the browser, so it can begin offline."""

    recording_id: Annotated[str, Field(pattern=UUID.pattern)]
    question_id: Annotated[str, Field(max_length=36)]
    follow_up: Annotated[int, Field(ge=0, le=2)] = 0
    media_type: str = "audio/webm"

    @property
    def kind(self) -> str:
        """The media type without its codecs."""
        return self.media_type.split(";")[0].strip().lower()


class RecordingView(BaseModel):
    """A take as the report shows it."""

    id: str
    follow_up: int
    media_type: str
    chunks: int
    missing: int  # gaps in the numbering, or chunks announced and never received
    size: int


def check_chunk(db: Session, grant: CandidateGrant, take: Take, number: int, stored: StoredFile) -> bool:
    """Refuse what may not be kept, before its bytes are; True when this very chunk is here already."""
    row = access.granted_interview(db, grant)
    access.check_grant(db, grant)
    if not 0 <= number < MAX_CHUNKS:
        raise Rejected("This recording is too long to be kept.", code="too_long")
    recording = db.get(Recording, take.recording_id)
    if recording is None:
        _check_new(db, row, take, grant)
    elif recording.interview_id != row.id:
        raise NotFound()
    known = db.scalars(
        select(RecordingChunk.sha256).where(  # type: ignore[call-overload]
            col(RecordingChunk.recording_id) == take.recording_id, col(RecordingChunk.number) == number
        )
    ).one_or_none()
    if known is not None:
        if known != stored.sha256:
            raise InvalidState("Another piece has this number already.", code="chunk_differs")
        return True
    used = db.scalar(
        select(func.sum(RecordingChunk.size))
        .join(Recording, col(Recording.id) == col(RecordingChunk.recording_id))
        .where(col(Recording.interview_id) == row.id)
    )
    if (used or 0) + stored.size > MAX_BYTES:
        raise Rejected("There is no room for more recordings. You can go on by typing.", code="too_long")
    return False


def add_chunk(db: Session, grant: CandidateGrant, take: Take, number: int, stored: StoredFile) -> None:
    """Keep one chunk; the same one again changes nothing, another one under its number is refused."""
    if check_chunk(db, grant, take, number, stored):
        return
    recording = db.get(Recording, take.recording_id) or _begun(db, take, grant)
    db.add(
        RecordingChunk(
            recording_id=recording.id,
            number=number,
            sha256=stored.sha256,
            size=stored.size,
            at=clock.now(),
        )
    )


def end(db: Session, grant: CandidateGrant, recording_id: str, chunks: int) -> None:
    """The take is complete with this many chunks."""
    row = access.granted_interview(db, grant)
    access.check_grant(db, grant)
    recording = db.get(Recording, recording_id)
    if recording is None or recording.interview_id != row.id:
        raise NotFound()
    if recording.ended_at is None:
        recording.ended_at, recording.chunks_expected = clock.now(), max(0, min(chunks, MAX_CHUNKS))
        body = {
            "recording_id": recording.id,
            "question_id": recording.interview_question_id,
            "chunks": chunks,
        }
        transcripts.take_ended(db, recording)
        journal.append(db, row.id, grant.journal_name, "recording_ended", body)


def of_interview(db: Session, interview_id: str) -> dict[str, list[RecordingView]]:
    """Takes per question, oldest first."""
    found: dict[str, list[RecordingView]] = {}
    rows = db.execute(
        select(
            Recording,
            func.count(col(RecordingChunk.id)),
            func.max(RecordingChunk.number),
            func.sum(RecordingChunk.size),
        )
        .join(RecordingChunk, col(RecordingChunk.recording_id) == col(Recording.id))
        .where(col(Recording.interview_id) == interview_id)
        .group_by(col(Recording.id))
        .order_by(col(Recording.started_at))
    )
    for row, count, last, size in rows:
        expected = max(row.chunks_expected or 0, (last or 0) + 1)
        view = RecordingView(
            id=row.id,
            follow_up=row.follow_up,
            media_type=row.media_type,
            chunks=count,
            missing=expected - count,
            size=int(size or 0),
        )
        found.setdefault(row.interview_question_id, []).append(view)
    return found


def chunks(db: Session, interview_id: str, recording_id: str) -> tuple[str, list[str]]:
    """(media type, addresses of the chunks in order): together they are one file."""
    recording = db.get(Recording, recording_id)
    if recording is None or recording.interview_id != interview_id:
        raise NotFound()
    rows = db.scalars(
        select(RecordingChunk)
        .where(col(RecordingChunk.recording_id) == recording_id)
        .order_by(col(RecordingChunk.number))
    )
    return recording.media_type, [row.sha256 for row in rows]


def last_number(db: Session, recording_id: str) -> int:
    """Number of the last chunk that came; -1 when none did."""
    found = select(func.max(RecordingChunk.number)).where(col(RecordingChunk.recording_id) == recording_id)
    last = db.scalar(found)
    return -1 if last is None else int(last)


def known_or_begun(db: Session, grant: CandidateGrant, take: Take) -> Recording:
    """The take, begun by this when its words come before its sound."""
    recording = db.get(Recording, take.recording_id)
    if recording is not None and recording.interview_id != grant.interview_id:
        raise NotFound()
    if recording is None:
        _check_new(db, access.granted_interview(db, grant), take, grant)
    return recording or _begun(db, take, grant)


def _check_new(db: Session, row: Interview, take: Take, grant: CandidateGrant) -> None:
    """May this take begin?"""
    if take.kind not in MEDIA_TYPES:
        raise Rejected(
            "This browser's kind of recording can't be kept. Please type instead.", code="wrong_type"
        )
    question = db.get(InterviewQuestion, take.question_id)
    if question is None or question.interview_id != row.id or question.state == QuestionState.PENDING:
        raise NotFound()
    if row.state == InterviewState.INVITED:
        raise InvalidState("The interview has not begun.")
    if not entrance.consents(db, grant).get(DataKind.AUDIO):
        raise Rejected("You chose not to be recorded. Nothing was kept; you can type.", code="no_consent")


def _begun(db: Session, take: Take, grant: CandidateGrant) -> Recording:
    recording = Recording(
        id=take.recording_id,
        interview_id=grant.interview_id,
        interview_question_id=take.question_id,
        follow_up=take.follow_up,
        media_type=take.kind,
        started_at=clock.now(),
    )
    db.add(recording)
    db.flush()
    body = {"recording_id": recording.id, "question_id": take.question_id, "follow_up": take.follow_up}
    transcripts.take_begun(db, recording)
    journal.append(db, grant.interview_id, grant.journal_name, "recording_started", body)
    return recording
