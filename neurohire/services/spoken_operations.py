"""What a candidate's page sends about spoken words: corrections, and what the browser wrote down."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.auth.actors import CandidateGrant
from neurohire.errors import NotFound, Rejected
from neurohire.models.interviews import Interview
from neurohire.models.journal import JournalEntry
from neurohire.models.transcripts import SpokenLine
from neurohire.services import consent, entrance, journal, recordings, transcripts
from neurohire.services.recordings import Take
from neurohire.settings import get_settings
from neurohire.speech.believing import plain
from neurohire.speech.decoding import MAX_SECONDS
from neurohire.vocabulary import DataKind

BROWSER_CHOSEN = "browser_recognition_chosen"
TakeId = Annotated[str, Field(pattern=recordings.UUID.pattern)]
Seconds = Annotated[FiniteFloat, Field(ge=0, le=MAX_SECONDS)]
Line = Annotated[str, Field(max_length=transcripts.MAX_LINE)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Correction(_Body):
    """The candidate's words for one line of a transcript."""

    recording_id: TakeId
    line: Annotated[int, Field(ge=0, le=100_000)]
    text: Line = ""


class HeardHere(_Body):
    """A line that the candidate's own browser wrote down."""

    recording_id: TakeId
    question_id: Annotated[str, Field(max_length=36)]
    follow_up: Annotated[int, Field(ge=0, le=2)] = 0
    media_type: Annotated[str, Field(max_length=80)] = "audio/webm"
    number: Annotated[int, Field(ge=0, le=transcripts.MAX_LINES)]
    start: Seconds
    end: Seconds
    text: Line
    confidence: Annotated[FiniteFloat, Field(ge=0, le=1)] | None = None


class BrowserChoice(_Body):
    """Whether the candidate lets the own browser write speech down, after reading what it means."""

    is_on: bool


def correct(db: Session, grant: CandidateGrant, row: Interview, body: Correction) -> None:
    """Also after the turn: words may come later than it ends."""
    transcripts.correct(db, row.id, body.recording_id, body.line, body.text)


def keep_heard(db: Session, grant: CandidateGrant, row: Interview, body: HeardHere) -> None:
    """Only where an admin allows it, no service listens, and the candidate said yes to both."""
    if not consent.listening(db, row.id, get_settings()).by_browser or not _has_chosen_browser(db, row.id):
        raise Rejected("Your browser's own words are not used here. Please type instead.", code="not_allowed")
    if not entrance.consents(db, grant).get(DataKind.AUDIO):
        raise Rejected("You chose not to be recorded. Nothing was kept; you can type.", code="no_consent")
    take = Take(
        recording_id=body.recording_id,
        question_id=body.question_id,
        follow_up=body.follow_up,
        media_type=body.media_type,
    )
    try:
        recording = recordings.known_or_begun(db, grant, take)
    except NotFound:  # would look as if the whole interview were closed to this page
        raise Rejected("This recording is not part of the interview.", code="unknown_take") from None
    if words := plain(body.text):
        line = SpokenLine(
            start=body.start, end=max(body.start, body.end), heard=words, confidence=body.confidence or None
        )
        transcripts.add_browsers(db, recording, body.number, line)


def _has_chosen_browser(db: Session, interview_id: str) -> bool:
    """The newest choice counts."""
    row = db.scalars(
        select(JournalEntry)
        .where(col(JournalEntry.interview_id) == interview_id, col(JournalEntry.kind) == BROWSER_CHOSEN)
        .order_by(col(JournalEntry.seq).desc())
        .limit(1)
    ).first()
    return bool(row and (journal.entry_of(row).body or {}).get("is_on"))
