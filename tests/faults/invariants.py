"""After any fault: typed = stored, one row per id, the chain is whole, the states are legal ones."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select
from sqlmodel import Session, col

from neurohire.models.answers import Answer
from neurohire.models.interviews import FollowUpAsked, Interview, InterviewQuestion
from neurohire.models.journal import JournalEntry
from neurohire.models.scores import Task
from neurohire.services import conduct, journal
from tests.faults.candidate import ScriptedCandidate

ONCE = ("interview_started", "interview_submitted")


def check(db: Session, candidate: ScriptedCandidate, *, is_over: bool = True) -> None:
    """Compare what this candidate sent with what is stored."""
    found = journal.verify(db, candidate.interview_id)
    assert found.broken_at is None
    rows = db.scalars(
        select(JournalEntry).where(col(JournalEntry.interview_id) == candidate.interview_id)
    ).all()
    _operations(candidate, list(rows))
    _answers(db, candidate, is_over)
    _states(db, candidate, list(rows), is_over)


def _operations(candidate: ScriptedCandidate, rows: list[JournalEntry]) -> None:
    own = [row for row in rows if row.client_id == candidate.client_id]
    stored = {row.client_seq: row.seq for row in own}
    assert len(own) == len(stored), "an operation was stored twice"
    lost = {n: seq for n, seq in candidate.acknowledged.items() if stored.get(n) != seq}
    assert not lost, f"acknowledged and not stored: {lost}"
    assert candidate.refused == []
    if not candidate.queue:
        assert set(stored) == set(range(1, candidate.sent_operations + 1))


def _answers(db: Session, candidate: ScriptedCandidate, is_over: bool) -> None:
    rows = db.scalars(select(Answer).where(col(Answer.interview_id) == candidate.interview_id)).all()
    stored = {(row.interview_question_id, row.follow_up): row for row in rows}
    assert len(stored) == len(rows)
    for place, text in candidate.typed.items():
        assert stored[place].text == text
        assert not stored[place].is_late
        assert stored[place].is_final or not is_over
    for question, code in candidate.code.items():
        assert stored[question, 0].code == code or not is_over


def _states(db: Session, candidate: ScriptedCandidate, rows: list[JournalEntry], is_over: bool) -> None:
    kinds = Counter(row.kind for row in rows)
    assert all(kinds[kind] <= 1 for kind in ONCE), kinds
    interview = db.get(Interview, candidate.interview_id)
    assert interview is not None
    questions = db.scalars(
        select(InterviewQuestion).where(col(InterviewQuestion.interview_id) == candidate.interview_id)
    ).all()
    states = [q.state for q in sorted(questions, key=lambda q: q.place)]
    assert states.count("asked") <= 1
    asked = len([state for state in states if state != "pending"])
    assert states[asked:] == ["pending"] * (len(states) - asked), "asked out of order"
    assert kinds["question_asked"] == asked
    follow_ups = db.scalars(
        select(FollowUpAsked).where(col(FollowUpAsked.interview_question_id).in_([q.id for q in questions]))
    ).all()
    assert kinds["follow_up_asked"] == len(follow_ups)
    tasks = db.scalars(
        select(Task).where(col(Task.subject_id) == interview.id, col(Task.kind) == conduct.GRADE_TASK)
    ).all()
    assert interview.state == ("submitted" if is_over else "live")
    assert len(tasks) == int(is_over)
