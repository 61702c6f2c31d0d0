"""The recording of a live call: each person's own sound and picture, in takes of numbered pieces."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, Field, FiniteFloat
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.database import record
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.events import Event
from neurohire.media_store import StoredFile
from neurohire.models.call_takes import CallPiece, CallTake
from neurohire.models.interviews import Interview
from neurohire.services import access, call_consent, journal, live_facts, room_access
from neurohire.services.recordings import UUID
from neurohire.services.room_access import Seat, Seated
from neurohire.services.room_parts import Section
from neurohire.services.scorecard_results import OVER
from neurohire.vocabulary import Admission, InterviewKind, InterviewState

MAX_PIECE = 2 * 1024 * 1024
MAX_PIECES = 10_000  # of a take: eleven hours
MAX_TAKES = 500  # of a person
MAX_BYTES = 1024 * 1024 * 1024  # of a person: seven hours at what pages record with
LATE = timedelta(hours=24)  # what was recorded in time may arrive so long after the end
STARTED, ENDED = "call_recording_started", "call_recording_ended"
PICTURE_TYPES = {"video/webm", "video/mp4"}
SOUND_TYPES = {"audio/webm", "audio/ogg", "audio/mp4"}
NOT_RECORDED = "This call is not recorded. Nothing was kept."
DECLINED = "There is no consent to this recording. Nothing was kept; the call goes on."
NO_ROOM = "There is no room for more of this recording. The call goes on."

TakeId = Annotated[str, Field(pattern=UUID.pattern)]


class Piece(BaseModel):
    """What a page tells about a piece; the take's id is made there, so that it can begin offline."""

    take_id: TakeId
    number: int
    media_type: str = "video/webm"
    until: Annotated[FiniteFloat, Field(ge=0, le=86_400)] = 0.0
    age: Annotated[FiniteFloat, Field(ge=0, le=86_400)] = 0.0  # seconds since the take began

    @property
    def kind(self) -> str:
        """The media type without its codecs."""
        return self.media_type.split(";")[0].strip().lower()


class TakeView(BaseModel):
    """A take as the report shows it."""

    id: str
    name: str
    is_candidate: bool
    is_picture: bool
    started_at: datetime
    seconds: float
    missing: int  # gaps in the numbering, or pieces announced and never received
    has_start: bool  # without its first piece a file can't be played
    size: int

    @property
    def ends_at(self) -> datetime:
        """As far as pieces came."""
        return self.started_at + timedelta(seconds=self.seconds)


def section(db: Session, seated: Seated) -> dict[str, Any]:
    """What a page must know: whether it records now, what of this person, and what the candidate said."""
    row = seated.interview
    if not row.is_recorded:
        return {"is_planned": False, "is_on": False}
    mine, candidate = call_consent.of_person(db, seated), call_consent.of_candidate(db, row)
    return {
        "is_planned": True,
        "is_on": row.state == InterviewState.LIVE,
        "sound": mine.sound,
        "picture": mine.picture,
        "candidate": {"sound": candidate.sound, "picture": candidate.picture},
    }


SECTION = Section(section)


def check_piece(
    db: Session, who: CandidateGrant | Actor, interview_id: str, piece: Piece, stored: StoredFile
) -> bool:
    """Refuse what may not be kept, before its bytes are; True when this very piece is here already."""
    seated = _recorded(db, who, interview_id)
    take = db.get(CallTake, piece.take_id)
    if take is not None and (take.interview_id != seated.interview.id or take.person != seated.journal_name):
        raise NotFound()
    _check_right(db, seated, piece, is_new=take is None)
    if not 0 <= piece.number < MAX_PIECES:
        raise Rejected(NO_ROOM, code="too_long")
    query = select(CallPiece).where(
        col(CallPiece.take_id) == piece.take_id, col(CallPiece.number) == piece.number
    )
    known = db.scalars(query).one_or_none()
    if known is not None:
        if known.sha256 != stored.sha256:
            raise InvalidState("Another piece has this number already.", code="piece_differs")
        return True
    _check_room(db, seated, stored, is_new=take is None)
    return False


def add_piece(
    db: Session, who: CandidateGrant | Actor, interview_id: str, piece: Piece, stored: StoredFile
) -> None:
    """Keep one piece; the same one again changes nothing, another one under its number is refused."""
    db.get(Interview, interview_id, with_for_update=True, populate_existing=True)  # one take is begun once
    if check_piece(db, who, interview_id, piece, stored):
        return
    now = clock.now()
    if db.get(CallTake, piece.take_id) is None:
        _begin(db, room_access.seated(db, who, interview_id), piece, now)
    db.add(
        CallPiece(
            take_id=piece.take_id,
            number=piece.number,
            until=piece.until,
            sha256=stored.sha256,
            size=stored.size,
            at=now,
        )
    )
    _tell_late(db, interview_id)


def end(db: Session, who: CandidateGrant | Actor, interview_id: str, take_id: str, pieces: int) -> None:
    """The take is complete with this many pieces."""
    seated = _recorded(db, who, interview_id)
    take = db.get(CallTake, take_id)
    if take is None or take.interview_id != interview_id or take.person != seated.journal_name:
        raise NotFound()
    if take.ended_at is None:
        take.ended_at, take.pieces_expected = clock.now(), max(0, min(pieces, MAX_PIECES))
        body = {"take_id": take.id, "pieces": take.pieces_expected}
        journal.append(db, interview_id, seated.journal_name, ENDED, body)
        _tell_late(db, interview_id)


def of_interview(db: Session, row: Interview) -> list[TakeView]:
    """Takes by person, oldest first; whoever asks has been checked."""
    rows = db.execute(
        select(
            CallTake,
            func.count(col(CallPiece.id)),
            func.min(CallPiece.number),
            func.max(CallPiece.number),
            func.max(CallPiece.until),
            func.sum(CallPiece.size),
        )
        .join(CallPiece, col(CallPiece.take_id) == col(CallTake.id))
        .where(col(CallTake.interview_id) == row.id)
        .group_by(col(CallTake.id))
        .order_by(col(CallTake.started_at), col(CallTake.id))
    ).all()
    ids = {take.person.removeprefix("user:") for take, *_ in rows if take.person.startswith("user:")}
    names = {f"user:{user_id}": name for user_id, name in live_facts.names(db, ids).items()}
    views = [
        TakeView(
            id=take.id,
            name=names.get(take.person, row.candidate_name),
            is_candidate=take.person.startswith("candidate:"),
            is_picture=take.media_type in PICTURE_TYPES,
            started_at=take.started_at,
            seconds=float(until or 0),
            missing=max(take.pieces_expected or 0, last + 1) - count,
            has_start=first == 0,
            size=int(size or 0),
        )
        for take, count, first, last, until, size in rows
    ]
    return sorted(views, key=lambda view: (not view.is_candidate, view.name, view.started_at))


def own(db: Session, grant: CandidateGrant) -> list[TakeView]:
    """What was recorded of the candidate, for himself once it is over."""
    row = access.granted_interview(db, grant)
    return [view for view in of_interview(db, row) if view.is_candidate] if row.state in OVER else []


def pieces(
    db: Session, who: CandidateGrant | Actor, interview_id: str, take_id: str
) -> tuple[str, list[str]]:
    """(media type, addresses of the pieces in order), once it is over; for the team, and for a candidate
    what was recorded of himself."""
    take = db.get(CallTake, take_id)
    if isinstance(who, CandidateGrant):
        row = access.granted_interview(db, who)
    else:
        row = access.interview(db, who, interview_id)
    is_foreign = take is None or take.interview_id != interview_id or row.id != interview_id
    if take is None or is_foreign or row.kind != InterviewKind.LIVE or row.state not in OVER:
        raise NotFound()
    if isinstance(who, CandidateGrant) and take.person != who.journal_name:
        raise NotFound()
    rows = db.scalars(
        select(CallPiece).where(col(CallPiece.take_id) == take_id).order_by(col(CallPiece.number))
    )
    return take.media_type, [row.sha256 for row in rows]


def _recorded(db: Session, who: CandidateGrant | Actor, interview_id: str) -> Seated:
    """NotFound for whoever is never recorded here."""
    seated = room_access.seated(db, who, interview_id)
    if seated.seat is Seat.OBSERVER:
        raise NotFound()
    return seated


def _check_right(db: Session, seated: Seated, piece: Piece, *, is_new: bool) -> None:
    row = seated.interview
    if is_new and seated.seat is Seat.CANDIDATE and row.admission != Admission.ADMITTED:
        raise NotFound()
    if not row.is_recorded:
        raise Rejected(NOT_RECORDED, code="not_recorded")
    agreed = call_consent.of_person(db, seated)
    if piece.kind in PICTURE_TYPES:
        may = agreed.picture
    elif piece.kind in SOUND_TYPES:
        may = agreed.sound
    else:
        raise Rejected("This browser's kind of recording can't be kept.", code="wrong_type")
    if not may:
        raise Rejected(DECLINED, code="no_consent")
    is_late = row.submitted_at is not None and clock.now() < row.submitted_at + LATE
    if row.state != InterviewState.LIVE and not is_late:
        words = "It has not begun." if row.submitted_at is None else "It is over for too long."
        raise InvalidState(f"Nothing of this call can be kept now. {words}", code="not_live")


def _check_room(db: Session, seated: Seated, stored: StoredFile, *, is_new: bool) -> None:
    mine = (
        col(CallTake.interview_id) == seated.interview.id,
        col(CallTake.person) == seated.journal_name,
    )
    used = db.scalar(
        select(func.sum(CallPiece.size))
        .join(CallTake, col(CallTake.id) == col(CallPiece.take_id))
        .where(*mine)
    )
    takes = db.scalar(select(func.count(col(CallTake.id))).where(*mine)) if is_new else 0
    if (used or 0) + stored.size > MAX_BYTES or (takes or 0) >= MAX_TAKES:
        raise Rejected(NO_ROOM, code="too_long")


def _begin(db: Session, seated: Seated, piece: Piece, now: datetime) -> None:
    row = seated.interview
    started = now - timedelta(seconds=piece.age)
    if row.started_at is not None and started < row.started_at:
        started = row.started_at
    take = CallTake(
        id=piece.take_id,
        interview_id=row.id,
        person=seated.journal_name,
        media_type=piece.kind,
        started_at=started,
    )
    db.add(take)
    db.flush()
    body = {"take_id": take.id, "media_type": take.media_type}
    journal.append(db, row.id, seated.journal_name, STARTED, body)


def _tell_late(db: Session, interview_id: str) -> None:
    """What comes after the end appears on a report that is open."""
    row = db.get(Interview, interview_id)
    if row is not None and row.state in OVER:
        record(db, Event(f"interview:{interview_id}", "interview_changed", {"interview_id": interview_id}))
