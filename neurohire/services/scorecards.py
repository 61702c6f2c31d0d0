"""Scorecards of a live interview: one an interviewer; others' are hidden until one's own is submitted.

Once somebody has decided, nobody can be swayed any more: then all see what was submitted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.errors import Rejected
from neurohire.grading.arithmetic import mean_points
from neurohire.models.interviews import Decision, Interview, InterviewMember
from neurohire.models.scorecards import Scorecard, ScorecardVersion
from neurohire.services import live_facts
from neurohire.services.scorecard_lines import CardLine, lines_of
from neurohire.vocabulary import CardState, Recommendation


class Given(BaseModel):
    """What one person gave for a line; no points: nothing to go by."""

    points: int | None = None
    words: str = ""


class SubmittedLine(CardLine, Given):
    """A line with what was given, kept with the rubric's words of that day."""


class SubmittedCard(BaseModel):
    """A scorecard as it was submitted."""

    recommendation: Recommendation
    words: str
    lines: list[SubmittedLine]


class MyCard(BaseModel):
    """One's own scorecard, to be filled in."""

    state: CardState
    recommendation: Recommendation | None
    words: str
    given: dict[str, Given]
    lines: list[CardLine]
    versions: int
    submitted_at: datetime | None
    has_changes: bool  # since it was submitted


class CardView(BaseModel):
    """A submitted scorecard in the report, with its earlier versions, newest first."""

    name: str
    is_mine: bool
    number: int
    at: datetime
    is_after_decision: bool  # first submitted when the others' could be read already
    card: SubmittedCard
    earlier: list[tuple[datetime, SubmittedCard]]


class LineMean(BaseModel):
    """What the submitted cards give for one line."""

    line: CardLine
    mean: float | None
    given: int  # cards that have points for it


class Cards(BaseModel):
    """What one person may see of all scorecards."""

    cards: list[CardView]
    means: list[LineMean]
    hidden: int  # submitted by others, shown when one's own is
    missing: list[str]  # names of interviewers who have not submitted
    is_mine_missing: bool


def mine(db: Session, row: Interview, user_id: str) -> MyCard:
    """The card in one's hands; an empty one when nothing was written yet."""
    card = _card(db, row.id, user_id)
    lines = lines_of(db, row)
    if card is None:
        return MyCard(
            state=CardState.DRAFT, recommendation=None, words="", given={}, lines=lines, versions=0,
            submitted_at=None, has_changes=False,
        )  # fmt: skip
    given = {key: Given.model_validate(value) for key, value in card.lines.items()}
    return MyCard(
        state=CardState.SUBMITTED if card.versions else CardState.DRAFT,
        recommendation=Recommendation(card.recommendation) if card.recommendation else None,
        words=card.words,
        given=given,
        lines=lines,
        versions=card.versions,
        submitted_at=card.submitted_at,
        has_changes=bool(card.versions) and not _is_as_submitted(db, card, lines),
    )


def write_line(db: Session, row: Interview, user_id: str, key: str, given: Given) -> None:
    """Points and words for one line, as they stand now."""
    if key not in {line.key for line in lines_of(db, row)}:
        raise Rejected("This line is not on your scorecard (any more).", code="unknown_line")
    card = _own(db, row, user_id)
    card.lines = {**card.lines, key: given.model_dump(mode="json")}
    card.updated_at = clock.now()


def write_overall(
    db: Session, row: Interview, user_id: str, recommendation: Recommendation | None, words: str
) -> None:
    """The judgement as a whole, as it stands now."""
    card = _own(db, row, user_id)
    card.recommendation = recommendation.value if recommendation else None
    card.words, card.updated_at = words, clock.now()


def submit(db: Session, row: Interview, user_id: str) -> dict[str, Any]:
    """Others see it from now on; an earlier version stays. What is journaled."""
    card = _own(db, row, user_id)
    if card.recommendation is None:
        raise Rejected("Please choose a recommendation first.", code="no_recommendation")
    if len(card.words.strip()) < 3:
        raise Rejected("Please say in a few words why.", code="no_reason")
    lines = lines_of(db, row)
    if card.versions and _is_as_submitted(db, card, lines):
        return {"version": card.versions, "unchanged": True}
    content, now = _content(card, lines).model_dump(mode="json"), clock.now()
    card.versions, card.submitted_at = card.versions + 1, now
    db.add(
        ScorecardVersion(
            interview_id=row.id, scorecard_id=card.id, number=card.versions, content=content, at=now
        )
    )
    db.flush()
    return {"version": card.versions, "card": content}


def may_see_others(db: Session, interview_id: str, user_id: str) -> bool:
    """Whoever interviewed judges alone first, until it is decided; whoever did not sees what is submitted."""
    member = db.get(InterviewMember, (interview_id, user_id))
    if member is None or not member.is_interviewer or decided_at(db, interview_id) is not None:
        return True
    card = _card(db, interview_id, user_id)
    return card is not None and card.versions > 0


def decided_at(db: Session, interview_id: str) -> datetime | None:
    """When the first decision was made, if any."""
    found: datetime | None = db.scalar(
        select(func.min(Decision.at)).where(col(Decision.interview_id) == interview_id)
    )
    return found


def seen_by(db: Session, row: Interview, user_id: str) -> Cards:
    """What this person may see; whoever asks has been checked to see the interview."""
    people = dict(live_facts.interviewers(db, row.id))
    rows = db.scalars(select(Scorecard).where(col(Scorecard.interview_id) == row.id)).all()
    submitted = [card for card in rows if card.versions]
    is_open = may_see_others(db, row.id, user_id)
    shown = [card for card in submitted if is_open or card.user_id == user_id]
    names = people | live_facts.names(db, {card.user_id for card in shown} - set(people))
    decided = decided_at(db, row.id)
    cards = [_view(db, card, names.get(card.user_id, ""), user_id, decided) for card in shown]
    cards.sort(key=lambda view: view.at)
    missing = {key: name for key, name in people.items() if key not in {card.user_id for card in submitted}}
    return Cards(
        cards=cards,
        means=means_of([view.card for view in cards]),
        hidden=len(submitted) - len(shown),
        missing=list(missing.values()),
        is_mine_missing=user_id in missing,
    )


def means_of(cards: list[SubmittedCard]) -> list[LineMean]:
    """By line, in the order of the cards; a card without points for a line does not count there."""
    lines = {line.key: line for card in cards for line in reversed(card.lines)}
    means = []
    for key in dict.fromkeys(line.key for card in cards for line in card.lines):
        given = [line.points for card in cards for line in card.lines if line.key == key]
        points = [one for one in given if one is not None]
        mean = mean_points(points)
        line = CardLine(**lines[key].model_dump(include=set(CardLine.model_fields)))
        means.append(LineMean(line=line, mean=None if mean is None else float(mean), given=len(points)))
    return means


def _view(db: Session, card: Scorecard, name: str, user_id: str, decided: datetime | None) -> CardView:
    rows = db.scalars(
        select(ScorecardVersion)
        .where(col(ScorecardVersion.scorecard_id) == card.id)
        .order_by(col(ScorecardVersion.number).desc())
    ).all()
    versions = [(row.at, SubmittedCard.model_validate(row.content)) for row in rows]
    at, newest = versions[0]
    is_mine = card.user_id == user_id
    return CardView(
        name=name,
        is_mine=is_mine,
        number=card.versions,
        at=at,
        is_after_decision=decided is not None and versions[-1][0] > decided,
        card=newest,
        earlier=versions[1:],
    )


def _card(db: Session, interview_id: str, user_id: str) -> Scorecard | None:
    return db.scalars(
        select(Scorecard).where(
            col(Scorecard.interview_id) == interview_id, col(Scorecard.user_id) == user_id
        )
    ).one_or_none()


def _own(db: Session, row: Interview, user_id: str) -> Scorecard:
    card = _card(db, row.id, user_id)
    if card is None:
        card = Scorecard(interview_id=row.id, user_id=user_id, updated_at=clock.now())
        db.add(card)
        db.flush()
    return card


def _content(card: Scorecard, lines: list[CardLine]) -> SubmittedCard:
    """As it is submitted now; it has a recommendation."""
    given = {key: Given.model_validate(value) for key, value in card.lines.items()}
    return SubmittedCard(
        recommendation=Recommendation(card.recommendation or ""),
        words=card.words.strip(),
        lines=[
            SubmittedLine(**line.model_dump(), **given.get(line.key, Given()).model_dump()) for line in lines
        ],
    )


def _is_as_submitted(db: Session, card: Scorecard, lines: list[CardLine]) -> bool:
    """Nothing was said since that would make another version; a new line without words says nothing."""
    row = db.scalars(
        select(ScorecardVersion).where(
            col(ScorecardVersion.scorecard_id) == card.id, col(ScorecardVersion.number) == card.versions
        )
    ).one()
    return bool(card.recommendation) and _said(_content(card, lines)) == _said(
        SubmittedCard.model_validate(row.content)
    )


def _said(card: SubmittedCard) -> tuple[Any, ...]:
    lines = {line.key: (line.points, line.words.strip()) for line in card.lines}
    return card.recommendation, card.words, {key: said for key, said in lines.items() if said != (None, "")}
