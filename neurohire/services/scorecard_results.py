"""What submitted scorecards say in one line an interview, for tables; the same is hidden as in the report."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.grading.arithmetic import mean_points
from neurohire.models.interviews import Decision, Interview, InterviewMember
from neurohire.models.scorecards import Scorecard, ScorecardVersion
from neurohire.services.scorecards import SubmittedCard
from neurohire.vocabulary import InterviewKind, InterviewState

OVER = (InterviewState.SUBMITTED, InterviewState.TERMINATED, InterviewState.REVIEWED)
HIDDEN = "hidden until you submit yours"


class Judged(NamedTuple):
    """How many of the interviewers submitted, what they recommend, the mean of all points (0 to 4)."""

    submitted: str
    recommendations: str
    mean: str


def of(db: Session, actor: Actor, ids: Collection[str]) -> dict[str, Judged]:
    """By interview; whoever asks has been checked to see them."""
    interviewing: dict[str, set[str]] = {}
    for interview_id, user_id in db.execute(
        select(InterviewMember.interview_id, InterviewMember.user_id).where(  # type: ignore[call-overload]
            col(InterviewMember.interview_id).in_(ids), col(InterviewMember.is_interviewer).is_(True)
        )
    ):
        interviewing.setdefault(interview_id, set()).add(user_id)
    cards: dict[str, dict[str, SubmittedCard]] = {}
    for card, version in db.execute(_newest(ids)):
        cards.setdefault(card.interview_id, {})[card.user_id] = SubmittedCard.model_validate(version.content)
    decided = set(db.scalars(select(Decision.interview_id).where(col(Decision.interview_id).in_(ids))))  # type: ignore[call-overload]
    return {
        one: _judged(interviewing.get(one, set()), cards.get(one, {}), actor, one in decided)
        for one in {*interviewing, *cards}
    }


def missing_of(db: Session, actor: Actor, limit: int) -> tuple[list[tuple[str, str]], int]:
    """(id, candidate's name) of completed interviews this person has not judged, newest first; how many."""
    query = (
        select(Interview.id, Interview.candidate_name)  # type: ignore[call-overload]
        .join(InterviewMember, col(InterviewMember.interview_id) == col(Interview.id))
        .join(
            Scorecard,
            and_(
                col(Scorecard.interview_id) == col(Interview.id),
                col(Scorecard.user_id) == actor.user_id,
                col(Scorecard.versions) > 0,
            ),
            isouter=True,
        )
        .where(
            col(InterviewMember.user_id) == actor.user_id,
            col(InterviewMember.is_interviewer).is_(True),
            col(Interview.kind) == InterviewKind.LIVE,
            col(Interview.state).in_(OVER),
            col(Scorecard.id).is_(None),
        )
    )
    total = db.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = db.execute(query.order_by(col(Interview.submitted_at).desc()).limit(limit))
    return [(interview_id, name) for interview_id, name in rows], total


def _newest(ids: Collection[str]) -> Any:
    return (
        select(Scorecard, ScorecardVersion)
        .join(
            ScorecardVersion,
            and_(
                col(ScorecardVersion.scorecard_id) == col(Scorecard.id),
                col(ScorecardVersion.number) == col(Scorecard.versions),
            ),
        )
        .where(col(Scorecard.interview_id).in_(ids))
        .order_by(col(ScorecardVersion.at))
    )


def _judged(
    interviewing: set[str], cards: dict[str, SubmittedCard], actor: Actor, is_decided: bool
) -> Judged:
    count = f"{len(interviewing & set(cards))} of {len(interviewing)}"
    if actor.user_id in interviewing and actor.user_id not in cards and not is_decided:
        return Judged(count, HIDDEN if cards else "", "")
    points = [line.points for card in cards.values() for line in card.lines if line.points is not None]
    mean = mean_points(points)
    words = "; ".join(card.recommendation.value.replace("_", " ") for card in cards.values())
    return Judged(count, words, "" if mean is None else f"{mean}")
