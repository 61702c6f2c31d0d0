"""What staff in the room write for themselves: notes as typed, bookmarks, the scorecard. Private to each."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, Field
from sqlmodel import Session

from neurohire.models.interviews import Interview
from neurohire.services import interviews, notes, scorecards
from neurohire.services.notes import Moment
from neurohire.services.operations import MAX_TEXT
from neurohire.services.question_sets import rows_of
from neurohire.services.room_access import STAFF, Seat, Seated
from neurohire.services.room_parts import Body, RoomHandler, Section
from neurohire.services.scorecards import Given
from neurohire.vocabulary import InterviewState, QuestionState, Recommendation

INTERVIEWER = frozenset({Seat.INTERVIEWER})
AFTER = (InterviewState.SUBMITTED, InterviewState.TERMINATED, InterviewState.REVIEWED)
# notes are prepared before, and the scorecard is mostly written afterwards
EVER = (InterviewState.INVITED, InterviewState.WAITING, InterviewState.LIVE, *AFTER)
BEGUN = (InterviewState.LIVE, *AFTER)
Key = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{8,64}$")]
Few = Annotated[str, Field(max_length=500)]


class _Note(Body):
    text: Annotated[str, Field(max_length=MAX_TEXT)] = ""


class _Bookmark(Body):
    key: Key
    at: AwareDatetime | None = None
    question_id: Annotated[str, Field(max_length=36)] | None = None
    file: Annotated[str, Field(max_length=120)] = ""
    line: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    words: Few = ""


class _BookmarkWords(Body):
    key: Key
    words: Few = ""


class _BookmarkKey(Body):
    key: Key


class _Line(Body):
    line: Annotated[str, Field(max_length=120)]
    points: Annotated[int, Field(ge=0, le=4)] | None = None
    words: Annotated[str, Field(max_length=2000)] = ""


class _Overall(Body):
    recommendation: Recommendation | None = None
    words: Annotated[str, Field(max_length=4000)] = ""


def section(db: Session, seated: Seated) -> dict[str, Any]:
    """Only what tells a page to read its own notes again; the words come by REST."""
    row = seated.interview
    shown = [asked.id for asked in rows_of(db, row.id) if asked.state != QuestionState.PENDING]
    return {"shown": shown, "has_card": seated.seat is Seat.INTERVIEWER}


def user_of(seated: Seated) -> str:
    return seated.journal_name.removeprefix("user:")


def _is_late(row: Interview) -> bool:
    return row.state in AFTER


def _note(db: Session, seated: Seated, row: Interview, body: _Note) -> dict[str, Any]:
    late = _is_late(row)
    notes.write(db, row, user_of(seated), body.text, is_late=late)
    return body.model_dump(mode="json") | ({"late": True} if late else {})


def _mark(db: Session, seated: Seated, row: Interview, body: _Bookmark) -> dict[str, Any]:
    moment = Moment(body.key, body.at, body.question_id, body.file, body.line, body.words)
    at = notes.mark(db, row, user_of(seated), moment)
    late = {"late": True} if _is_late(row) else {}
    return body.model_dump(mode="json") | {"at": at.isoformat()} | late


def _describe(db: Session, seated: Seated, row: Interview, body: _BookmarkWords) -> None:
    notes.describe(db, row, user_of(seated), body.key, body.words)


def _unmark(db: Session, seated: Seated, row: Interview, body: _BookmarkKey) -> None:
    notes.unmark(db, row, user_of(seated), body.key)


def _line(db: Session, seated: Seated, row: Interview, body: _Line) -> None:
    scorecards.write_line(db, row, user_of(seated), body.line, Given(points=body.points, words=body.words))


def _overall(db: Session, seated: Seated, row: Interview, body: _Overall) -> None:
    scorecards.write_overall(db, row, user_of(seated), body.recommendation, body.words)


def _submit(db: Session, seated: Seated, row: Interview, body: Body) -> dict[str, Any]:
    found = scorecards.submit(db, row, user_of(seated))
    interviews.changed(db, row)
    return found


HANDLERS: dict[str, RoomHandler] = {
    "note_draft": RoomHandler(_Note, _note, STAFF, EVER, latest_by=()),
    "bookmark_set": RoomHandler(_Bookmark, _mark, STAFF, EVER),
    "bookmark_words": RoomHandler(_BookmarkWords, _describe, STAFF, EVER, latest_by=("key",)),
    "bookmark_removed": RoomHandler(_BookmarkKey, _unmark, STAFF, EVER),
    "scorecard_line": RoomHandler(_Line, _line, INTERVIEWER, EVER, latest_by=("line",)),
    "scorecard_overall": RoomHandler(_Overall, _overall, INTERVIEWER, EVER, latest_by=()),
    "scorecard_submit": RoomHandler(Body, _submit, INTERVIEWER, BEGUN, entry="scorecard_submitted"),
}
# none of their kinds is in room_entries: nobody is told that somebody writes, and one's own come by REST
SECTION = Section(section, STAFF)
