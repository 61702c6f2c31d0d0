"""What people in the room of a live interview send: each checked, done and journaled once, at one go.

A piece of the room has its operations in its own module and one line in HANDLERS.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, ValidationError
from sqlmodel import Session

from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import InvalidState, NotFound, Rejected
from neurohire.models.interviews import Interview
from neurohire.services import (
    admission,
    code_runs,
    focus,
    journal,
    operations,
    room_access,
    room_chat,
    room_clock,
    room_editor,
    room_files,
    room_notes,
    room_questions,
)
from neurohire.services.operations import Operation
from neurohire.services.room_access import Seat, Seated
from neurohire.services.room_parts import Body, RoomHandler, only_journal
from neurohire.vocabulary import Admission, InterviewState


class _Words(Body):
    text: Annotated[str, Field(max_length=2000)] = ""


HANDLERS: dict[str, RoomHandler] = {
    **admission.HANDLERS,
    **room_clock.HANDLERS,
    **room_chat.HANDLERS,
    **room_questions.HANDLERS,
    **room_notes.HANDLERS,
    **code_runs.HANDLERS,
    **room_files.HANDLERS,
    **room_editor.HANDLERS,
    **focus.HANDLERS,
    "problem_reported": RoomHandler(
        _Words, only_journal, frozenset({Seat.CANDIDATE}), tuple(InterviewState), at_the_door=True
    ),
}
NOT_INSIDE = "You are in the waiting room. This can be sent once you are let in."
OVER = "This interview is over, so nothing can be changed in its room any more."


def apply_once(db: Session, who: CandidateGrant | Actor, interview_id: str, operation: Operation) -> int:
    """Do it; the journal number to acknowledge, the same when it comes again.

    Raises Rejected or InvalidState (final: the page is told), NotFound or NotAllowed when the right is gone.
    """
    row = db.get(Interview, interview_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound()
    seated = room_access.seated(db, who, interview_id)
    known = journal.has_operation(db, row.id, operation.client_id, operation.client_seq)
    if known is not None:
        return known
    handler = HANDLERS.get(operation.kind)
    if handler is None:
        raise Rejected(
            "This page sent something the server does not know. Please reload it.", code="unknown_kind"
        )
    is_late = _check(seated, handler)
    body = _body(handler, operation)
    is_overtaken = handler.latest_by is not None and operations.is_overtaken_by_newer(
        db, row.id, operation, body, handler.latest_by, (handler.entry or operation.kind,)
    )
    said = None if is_late or is_overtaken else handler.work(db, seated, row, body)
    stored = (body.model_dump(mode="json") if said is None else said) | ({"late": True} if is_late else {})
    client = (operation.client_id, operation.client_seq)
    kind = handler.entry_for(seated, body) if handler.entry_for else handler.entry or operation.kind
    return journal.append(db, row.id, seated.journal_name, kind, stored, client=client).seq


def _check(seated: Seated, handler: RoomHandler) -> bool:
    """Whether it comes late (and is kept all the same); a refusal says why."""
    row = seated.interview
    if seated.seat not in handler.seats:
        raise Rejected("This is not for you to change here.", code="not_yours")
    if row.state not in handler.states:
        was_inside = seated.seat is not Seat.CANDIDATE or row.admission == Admission.ADMITTED
        if handler.keeps_late and was_inside:
            return True
        raise InvalidState(OVER, code="over")
    if not handler.at_the_door and not room_access.is_inside(seated):
        raise InvalidState(NOT_INSIDE, code="not_admitted")
    return False


def _body(handler: RoomHandler, operation: Operation) -> Any:
    try:
        return handler.model.model_validate(operations.whole(operation.body))
    except ValidationError as error:
        raise Rejected(
            "This could not be stored: it is too long or not complete.", code="bad_operation"
        ) from error
