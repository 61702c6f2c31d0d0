"""Spoken answers in words: which takes are to be written down, what was heard, what was corrected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import CandidateGrant
from neurohire.database import record
from neurohire.errors import Rejected
from neurohire.events import Event
from neurohire.models.answers import Recording, RecordingChunk
from neurohire.models.interviews import Interview
from neurohire.models.transcripts import SpokenLine, TakeTranscript
from neurohire.services import consent, journal, tasks
from neurohire.settings import get_settings
from neurohire.speech.believing import plain
from neurohire.vocabulary import TranscriptSource, TranscriptState

MAX_LINE = 2_000  # characters of a corrected line
MAX_LINES = 2_000  # of one take, from a browser
GRADING_WAITS = timedelta(minutes=15)  # after handing in; then it goes on without, and the report says so
LOOKS_AGAIN = timedelta(minutes=1)
STILL_COMING = timedelta(seconds=20)  # a recorder sends a piece every 3 s


class SpokenTake(BaseModel):
    """The words of one take, as candidate and report see them."""

    recording_id: str
    follow_up: int
    state: TranscriptState
    source: TranscriptSource
    service: str
    lines: list[SpokenLine]
    seconds: float
    notes: list[str]
    dropped: int
    is_delayed: bool  # it failed already and is tried again
    reason: str
    ready_at: datetime | None

    @property
    def text(self) -> str:
        """What counts, a line each."""
        return "\n".join(line.text for line in self.lines if line.text.strip())


def take_begun(db: Session, recording: Recording) -> None:
    """Remember it as one to be written down, if that is switched on and the candidate agreed to it."""
    if db.get(TakeTranscript, recording.id) or not _is_wanted(db, recording.interview_id):
        return
    db.add(_new(recording))
    db.flush()
    after = abandoned_after(db, recording)
    tasks.add_once(db, tasks.TRANSCRIBE_TASK, recording.id, after)  # for takes whose end never comes


def take_ended(db: Session, recording: Recording) -> None:
    """All of it is here: write it down now."""
    take_begun(db, recording)
    row = db.get(TakeTranscript, recording.id)
    if row is None or row.source != TranscriptSource.SERVICE:
        return
    if row.state != TranscriptState.WAITING:  # it was thought to be over before all of it had come
        if any(SpokenLine.model_validate(line).corrected is not None for line in row.lines):
            return
        row.state, row.lines, row.done_until, row.ready_at = TranscriptState.WAITING, [], 0.0, None
    if not tasks.hurry(db, tasks.TRANSCRIBE_TASK, recording.id):
        tasks.add(db, tasks.TRANSCRIBE_TASK, recording.id)
    record(db, Event("work", "task_due"))


def abandoned_after(db: Session, recording: Recording) -> timedelta:
    """How long nothing may come of a take before it counts as over: a pause may be long, a killed tab is."""
    row = db.get(Interview, recording.interview_id)
    return timedelta(minutes=1 if row is not None and row.submitted_at else 10)


def pending(db: Session, interview_question_id: str, follow_up: int) -> int:
    """Takes of this place whose words may come any moment.

    One that failed already is not worth a candidate's wait: it is tried again later, and graders wait for it.
    """
    recent = clock.now() - STILL_COMING
    chunks = select(RecordingChunk.recording_id).where(col(RecordingChunk.at) >= recent)  # type: ignore[call-overload]
    is_coming = or_(col(Recording.ended_at).is_not(None), col(Recording.id).in_(chunks))
    query = (
        select(func.count())
        .select_from(TakeTranscript)
        .join(Recording, col(Recording.id) == col(TakeTranscript.recording_id))
        .where(
            col(TakeTranscript.interview_question_id) == interview_question_id,
            col(TakeTranscript.follow_up) == follow_up,
            col(TakeTranscript.state) == TranscriptState.WAITING,
            col(TakeTranscript.tries) == 0,
            is_coming,
        )
    )
    return int(db.scalar(query) or 0)


def waiting(db: Session, interview_id: str) -> int:
    """Takes of the whole interview whose words are still to come, however long it takes."""
    query = (
        select(func.count())
        .select_from(TakeTranscript)
        .where(
            col(TakeTranscript.interview_id) == interview_id,
            col(TakeTranscript.state) == TranscriptState.WAITING,
        )
    )
    return int(db.scalar(query) or 0)


def grading_waits(db: Session, interview_id: str) -> datetime | None:
    """When grading should look again, because words are still to come; None: it may begin."""
    row = db.get(Interview, interview_id)
    if row is None or row.submitted_at is None or not waiting(db, interview_id):
        return None
    until = row.submitted_at + GRADING_WAITS
    now = clock.now()
    return min(now + LOOKS_AGAIN, until) if now < until else None


def of_interview(db: Session, interview_id: str) -> dict[str, list[SpokenTake]]:
    """Takes by question, as they were spoken."""
    rows = _rows(db, col(TakeTranscript.interview_id) == interview_id)
    found: dict[str, list[SpokenTake]] = {}
    for row in rows:
        found.setdefault(row.interview_question_id, []).append(_view(row))
    return found


def of_place(db: Session, interview_question_id: str, follow_up: int | None = None) -> list[SpokenTake]:
    """Takes of one question, or of one of its places, as they were spoken."""
    where = [col(TakeTranscript.interview_question_id) == interview_question_id]
    if follow_up is not None:
        where.append(col(TakeTranscript.follow_up) == follow_up)
    return [_view(row) for row in _rows(db, *where)]


def spoken_text(takes: Iterable[SpokenTake]) -> str:
    """All of them as one text: what graders read, with the candidate's corrections."""
    return "\n".join(text for take in takes if (text := take.text))


def correct(db: Session, interview_id: str, recording_id: str, number: int, text: str) -> None:
    """The candidate's word for one line; both versions stay. The words as heard take a correction back."""
    row = db.get(TakeTranscript, recording_id)
    if row is None or row.interview_id != interview_id:
        raise Rejected("This recording has no transcript here.", code="unknown_take")
    lines = [SpokenLine.model_validate(line) for line in row.lines]
    if row.state != TranscriptState.DONE or not 0 <= number < len(lines):
        raise Rejected(
            "This line is not there any more. Please add your words in writing.", code="unknown_line"
        )
    words = plain(text)
    lines[number].corrected = None if words == lines[number].heard else words
    row.lines, row.is_noted = [line.model_dump(mode="json") for line in lines], False


def note_corrections(db: Session, grant: CandidateGrant, interview_id: str) -> None:
    """When a turn ends: one entry per corrected take, with both versions."""
    rows = db.scalars(
        select(TakeTranscript).where(
            col(TakeTranscript.interview_id) == interview_id, col(TakeTranscript.is_noted).is_(False)
        )
    )
    for row in rows:
        lines = [SpokenLine.model_validate(line) for line in row.lines]
        changes = [
            {"line": number, "start": line.start, "heard": line.heard, "corrected": line.corrected}
            for number, line in enumerate(lines)
            if line.corrected is not None
        ]
        journal.append(
            db, interview_id, grant.journal_name, "transcript_corrected", _about(row) | {"lines": changes}
        )
        row.is_noted = True


def add_browsers(db: Session, recording: Recording, number: int, line: SpokenLine) -> None:
    """One more line that the candidate's own browser wrote down; the same number again changes nothing."""
    row = db.get(TakeTranscript, recording.id)
    if row is None:
        row = _new(recording)
        row.source, row.state = TranscriptSource.BROWSER.value, TranscriptState.DONE.value
        db.add(row)
    if row.source != TranscriptSource.BROWSER or number < len(row.lines):
        return  # a service listens and its words are used, or it is here already
    if len(row.lines) >= MAX_LINES:
        raise Rejected("This recording has too many lines. Please type the rest.", code="too_long")
    row.lines = [*row.lines, line.model_dump(mode="json")]
    row.seconds, row.ready_at = max(row.seconds, line.end), clock.now()
    record(db, Event(f"interview:{row.interview_id}", "interview_changed"))


def settled(db: Session, row: TakeTranscript) -> None:
    """Nothing more comes for this take: tell the pages, and graders that wait for it."""
    row.ready_at = clock.now()
    tell(db, row)
    db.flush()
    if not waiting(db, row.interview_id) and tasks.hurry(db, tasks.GRADE_TASK, row.interview_id):
        record(db, Event("work", "task_due"))


def tell(db: Session, row: TakeTranscript) -> None:
    """One entry for how it came out."""
    kind = {
        TranscriptState.DONE: "transcript_ready",
        TranscriptState.NO_SPEECH: "transcript_without_words",
        TranscriptState.FAILED: "transcript_given_up",
    }[TranscriptState(row.state)]
    body = {
        "source": row.source, "service": row.service, "lines": row.lines, "seconds": round(row.seconds, 2),
        "speech_seconds": round(row.speech_seconds, 2), "dropped": row.dropped, "notes": row.notes,
        "reason": row.reason,
    }  # fmt: skip
    journal.append(db, row.interview_id, "system", kind, _about(row) | body)


def _is_wanted(db: Session, interview_id: str) -> bool:
    return consent.covers_listener(db, interview_id, get_settings())


def _new(recording: Recording) -> TakeTranscript:
    return TakeTranscript(
        recording_id=recording.id,
        interview_id=recording.interview_id,
        interview_question_id=recording.interview_question_id,
        follow_up=recording.follow_up,
        created_at=clock.now(),
    )


def _about(row: TakeTranscript) -> dict[str, object]:
    return {
        "recording_id": row.recording_id,
        "question_id": row.interview_question_id,
        "follow_up": row.follow_up,
    }


def _rows(db: Session, *where: object) -> Iterable[TakeTranscript]:
    return db.scalars(
        select(TakeTranscript)
        .join(Recording, col(Recording.id) == col(TakeTranscript.recording_id))
        .where(*where)  # type: ignore[arg-type]
        .order_by(col(TakeTranscript.follow_up), col(Recording.started_at), col(Recording.id))
    )


def _view(row: TakeTranscript) -> SpokenTake:
    return SpokenTake(
        recording_id=row.recording_id,
        follow_up=row.follow_up,
        state=TranscriptState(row.state),
        source=TranscriptSource(row.source),
        service=row.service,
        lines=[SpokenLine.model_validate(line) for line in row.lines]
        if row.state == TranscriptState.DONE
        else [],
        seconds=row.seconds,
        notes=list(row.notes),
        dropped=row.dropped,
        is_delayed=row.state == TranscriptState.WAITING and row.tries > 0,
        reason=row.reason,
        ready_at=row.ready_at,
    )
