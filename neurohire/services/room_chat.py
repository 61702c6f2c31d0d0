"""The chat of a live interview: lines in the journal, told as entries, read back page by page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import NotFound, Rejected, TooMany
from neurohire.models.interviews import Interview
from neurohire.models.journal import JournalEntry
from neurohire.models.users import User
from neurohire.services import journal, room_access
from neurohire.services.room_access import Seat, Seated
from neurohire.services.room_parts import Body, RoomHandler, Section
from neurohire.vocabulary import Admission

SENT, ASIDE = "chat_sent", "chat_aside"  # to all in the room; while the candidate was not in it: to the team
LONGEST = 4_000
PAGE = 50
MOST = 100
# nobody types so much, and what a person wrote during a long loss of the network still goes through at once
PER_MINUTE = 120
MINUTE = timedelta(minutes=1)


class ChatBody(Body):
    """One line; `key` is the page's own name for it, by which it knows its line again."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    key: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{8,64}$")]
    is_aside: bool = False  # the page said that only the team reads it


class ChatLine(BaseModel):
    """A line as it is in the journal."""

    seq: int
    at: datetime
    actor: str
    text: str
    key: str
    is_aside: bool


class ChatPage(BaseModel):
    """Lines in order, and whether there are earlier ones."""

    lines: list[ChatLine]
    has_earlier: bool


def send(db: Session, seated: Seated, row: Interview, body: ChatBody) -> dict[str, Any]:
    """Kept by its entry; blank lines and floods are not."""
    if not body.text.strip():
        raise Rejected("There is nothing in this message.", code="empty")
    earlier = db.scalar(
        select(JournalEntry.at)  # type: ignore[call-overload]
        .where(col(JournalEntry.interview_id) == row.id, col(JournalEntry.kind).in_((SENT, ASIDE)))
        .where(col(JournalEntry.actor) == seated.journal_name)
        .order_by(col(JournalEntry.seq).desc())
        .offset(PER_MINUTE - 1)
        .limit(1)
    )
    if earlier is not None and earlier > clock.now() - MINUTE:
        raise TooMany("These were very many messages at once. Please wait a moment and send this again.")
    return {"text": body.text.rstrip(), "key": body.key}


def entry_kind(seated: Seated, body: ChatBody) -> str:
    """What interviewers say to each other while the candidate is outside is not told to him later, also when
    he comes in at the moment it is sent."""
    is_in = seated.interview.admission == Admission.ADMITTED
    return SENT if seated.seat is Seat.CANDIDATE or (is_in and not body.is_aside) else ASIDE


def history(
    db: Session,
    who: CandidateGrant | Actor,
    interview_id: str,
    before: int | None = None,
    limit: int = PAGE,
) -> ChatPage:
    """The newest lines, or those before a number, oldest first; only for those inside."""
    seated = room_access.seated(db, who, interview_id)
    if not room_access.is_inside(seated):
        raise NotFound()
    kinds = (SENT,) if seated.seat is Seat.CANDIDATE else (SENT, ASIDE)
    limit = max(1, min(limit, MOST))
    query = select(JournalEntry).where(
        col(JournalEntry.interview_id) == interview_id, col(JournalEntry.kind).in_(kinds)
    )
    if before is not None:
        query = query.where(col(JournalEntry.seq) < before)
    rows = list(db.scalars(query.order_by(col(JournalEntry.seq).desc()).limit(limit + 1)))
    lines = [_line(journal.entry_of(row)) for row in reversed(rows[:limit])]
    return ChatPage(lines=[line for line in lines if line], has_earlier=len(rows) > limit)


def section(db: Session, seated: Seated) -> dict[str, Any]:
    """Names for the lines, also of people who left since, and whether the candidate reads along."""
    kinds = (SENT,) if seated.seat is Seat.CANDIDATE else (SENT, ASIDE)
    actors = db.scalars(
        select(JournalEntry.actor)  # type: ignore[call-overload]
        .where(col(JournalEntry.interview_id) == seated.interview.id, col(JournalEntry.kind).in_(kinds))
        .distinct()
    )
    ids = [actor.removeprefix("user:") for actor in actors if actor.startswith("user:")]
    names = db.execute(select(User.id, User.name).where(col(User.id).in_(ids))) if ids else ()  # type: ignore[call-overload]
    row = seated.interview
    return {
        "names": {
            f"candidate:{row.candidate_id}": row.candidate_name,
            **{f"user:{user_id}": name for user_id, name in names},
        },
        "is_candidate_in": row.admission == Admission.ADMITTED,
    }


def _line(entry: journal.Entry) -> ChatLine | None:
    """None for one that was erased for good."""
    if entry.body is None:
        return None
    return ChatLine(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        text=str(entry.body.get("text", "")),
        key=str(entry.body.get("key", "")),
        is_aside=entry.kind == ASIDE,
    )


HANDLERS: dict[str, RoomHandler] = {
    SENT: RoomHandler(ChatBody, send, keeps_late=True, entry_for=entry_kind),
}
SECTION = Section(section)
