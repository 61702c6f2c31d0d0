"""What the team decides about a person after an interview, by name and with a reason."""

from __future__ import annotations

from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.errors import InvalidState, Rejected
from neurohire.models.interviews import Decision
from neurohire.services import access, grading, interviews, journal
from neurohire.vocabulary import InterviewState, ModelState, Outcome


def decide(db: Session, actor: Actor, interview_id: str, outcome: Outcome, reason: str) -> None:
    """A named human's decision with a reason; the newest stands, earlier ones stay to be seen."""
    row = access.interview(db, actor, interview_id, to_change=True)
    if row.state not in grading.GRADED:
        raise InvalidState("The interview is not handed in yet.")
    words = reason.strip()
    if not 3 <= len(words) <= 4000:
        raise Rejected("Please give a reason (3 to 4,000 characters).", code="no_reason")
    db.add(
        Decision(
            interview_id=row.id,
            outcome=outcome.value,
            reason=words,
            decided_by=actor.user_id,
            at=clock.now(),
        )
    )
    row.state = InterviewState.REVIEWED
    if row.model_grading_state == ModelState.WAITING:
        row.model_grading_state = ModelState.NONE  # what was decided on stays as it was seen
    body = {"outcome": outcome.value, "reason": words}
    journal.append(db, row.id, actor.journal_name, "decision_made", body)
    interviews.changed(db, row)
