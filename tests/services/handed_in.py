"""An interview that was answered and handed in, for tests of what follows."""

from __future__ import annotations

from sqlmodel import Session

from neurohire.services import conduct, grading, operations
from neurohire.services.operations import Operation
from tests import people
from tests.candidates import Invited, invite

GOOD_ANSWER = "Latency is compared with cost. We sharded by customer, and then joins broke first."


def hand_in(db: Session) -> Invited:
    """The first question answered well, the second with nothing to do with it, the third not at all."""
    invited = invite(db, follow_up=False)
    _, grant = people.enter(db, invited.actor, invited.interview_id)
    conduct.start(db, grant)
    for seq, (row_id, text) in enumerate(
        zip(invited.question_ids, (GOOD_ANSWER, "I like tea <script>.", ""), strict=True), 1
    ):
        body = {"question_id": row_id, "text": text}
        operations.apply_once(
            db,
            grant,
            Operation(type="op", client_id="page-0001", client_seq=seq, kind="answer_done", body=body),
        )
        db.flush()
    conduct.submit(db, grant)
    return invited


def grade(db: Session, interview_id: str) -> int:
    """All that is to be graded; how many questions."""
    count = 0
    while (row_id := grading.next_ungraded(db, interview_id)) is not None:
        grading.grade_question(db, row_id)
        db.flush()
        count += 1
    grading.finish(db, interview_id)
    return count
