"""Interviews as recruiters see them: list with search and paging, one in detail, cancel, decide."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.sql.elements import SQLColumnExpression
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import record
from neurohire.errors import InvalidState, NotFound
from neurohire.events import Event
from neurohire.models.candidates import Candidate
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.models.users import User
from neurohire.services import access, incidents, invitations, journal, meetings
from neurohire.services.invitations import LinkView
from neurohire.vocabulary import GradingState, InterviewKind, InterviewState, ModelState, PolicyMode, Role

Sort = Literal[
    "created_at",
    "-created_at",
    "candidate_name",
    "-candidate_name",
    "score",
    "-score",
    "scheduled_at",
    "-scheduled_at",
]
OVER = (
    InterviewState.SUBMITTED,
    InterviewState.REVIEWED,
    InterviewState.TERMINATED,
    InterviewState.CANCELLED,
)
NOT_RUNNING = (*OVER, InterviewState.EXPIRED)
MOST = 100  # rows one page may ask for
COUNT_MOST = 1000  # counting further would cost more than the page; shown as "1,000+"


class Planned(BaseModel, frozen=True):
    """Narrower by the time of live interviews, and to one's own."""

    start: datetime | None = None
    end: datetime | None = None
    mine: bool = False

    def conditions(self, actor: Actor) -> list[ColumnElement[bool]]:
        """For a query of Interview."""
        at = col(Interview.scheduled_at)
        found: list[ColumnElement[bool]] = [meetings.is_mine(actor)] if self.mine else []
        found += [at >= self.start] if self.start else []
        return found + ([at < self.end] if self.end else [])


class InterviewRow(BaseModel):
    """One line of the list."""

    id: str
    kind: InterviewKind
    position_id: str
    title: str
    candidate_name: str
    candidate_email: str
    state: InterviewState
    grading_state: GradingState
    score: float | None
    score_base: str
    created_at: datetime
    expires_at: datetime
    submitted_at: datetime | None
    scheduled_at: datetime | None = None  # of a live interview


class InterviewDetail(InterviewRow):
    """One interview in full, without its answers."""

    candidate_id: str | None
    resume_id: str | None
    policy: PolicyMode
    minutes: int
    extra_minutes: int
    language: str
    share: float
    notes: list[str]
    writing_state: ModelState = ModelState.NONE
    model_grading_state: ModelState = ModelState.NONE
    started_at: datetime | None
    link: LinkView | None


class InterviewPage(BaseModel):
    rows: list[InterviewRow]
    total: int


def list_page(
    db: Session,
    actor: Actor,
    *,
    search: str = "",
    states: tuple[InterviewState, ...] = (),
    position_id: str = "",
    planned: Planned | None = None,
    sort: Sort = "-created_at",
    limit: int = 25,
    offset: int = 0,
) -> InterviewPage:
    """One page of the interviews the user may see; search looks at names, titles and e-mails."""
    is_narrowed = bool(states or position_id or search.strip() or planned)
    is_narrowed = is_narrowed or sort.removeprefix("-") != "created_at"
    query, newest = (
        access.visible_interviews(db, actor) if is_narrowed else access.all_visible_interviews(actor)
    )
    query = narrowed(query, search, states, position_id)
    if planned is not None:
        query = query.where(*planned.conditions(actor))
    total = _count(db, query)
    name = sort.removeprefix("-")
    column: SQLColumnExpression[Any] = {
        # with few to sort: no index by time, the database would read all of it to find those few
        "created_at": newest if total >= COUNT_MOST or not is_narrowed else func.coalesce(newest, newest),
        "candidate_name": col(Interview.candidate_name),
        "score": col(Interview.score),
        "scheduled_at": col(Interview.scheduled_at),
    }[name]
    order = [column, query.selected_columns[0]]
    order = [part.desc() for part in order] if sort.startswith("-") else order
    window = query.order_by(*order).limit(min(limit, MOST)).offset(max(0, offset))
    ids = [str(found) for found in db.scalars(window)]
    return InterviewPage(rows=rows_of(db, ids), total=total)


def narrowed(
    query: Select[tuple[str]], search: str, states: tuple[InterviewState, ...], position_id: str
) -> Select[tuple[str]]:
    """The query with the filters that a list offers."""
    if states:
        query = query.where(col(Interview.state).in_(states))
    if position_id:
        query = query.where(col(Interview.position_id) == position_id)
    if words := search.strip().lower():
        people = select(Candidate.id).where(col(Candidate.email).contains(words, autoescape=True))  # type: ignore[call-overload]
        query = query.where(
            or_(
                func.lower(Interview.candidate_name).contains(words, autoescape=True),
                func.lower(Interview.title).contains(words, autoescape=True),
                col(Interview.candidate_id).in_(people),
            )
        )
    return query


def get(db: Session, actor: Actor, interview_id: str) -> InterviewDetail:
    """One interview with its newest link."""
    row = access.interview(db, actor, interview_id)
    candidate = db.get(Candidate, row.candidate_id) if row.candidate_id else None
    invitation = invitations.newest(db, row.id)
    return InterviewDetail(
        **row.model_dump(include=set(InterviewDetail.model_fields)),
        candidate_email=candidate.email if candidate else "",
        link=invitations.view(invitation) if invitation else None,
    )


def cancel(db: Session, actor: Actor, interview_id: str) -> None:
    """The interview will not take place; its link says so kindly."""
    row = access.interview(db, actor, interview_id, to_change=True)
    if row.state in OVER:
        raise InvalidState("This interview is over already.")
    row.state = InterviewState.CANCELLED
    if row.kind == InterviewKind.LIVE:  # the calendar file says so, too
        row.sequence, row.planned_changed_at = row.sequence + 1, clock.now()
    invitations.revoke(db, actor, interview_id)
    journal.append(db, row.id, actor.journal_name, "interview_cancelled")
    changed(db, row)


def give_extra_time(db: Session, actor: Actor, interview_id: str, minutes: int) -> None:
    """An accommodation: more minutes on the clock (0 to 240)."""
    row = access.interview(db, actor, interview_id, to_change=True)
    if row.state in OVER:
        raise InvalidState("This interview is over already.")
    row.extra_minutes = max(0, min(minutes, 240))
    journal.append(db, row.id, actor.journal_name, "extra_time_given", {"minutes": row.extra_minutes})
    changed(db, row)


def assigned(db: Session, actor: Actor, interview_id: str) -> list[tuple[str, str]]:
    """(user id, name) of the recruiters who see this interview."""
    access.interview(db, actor, interview_id)
    rows = db.execute(
        select(User.id, User.name)  # type: ignore[call-overload]
        .join(InterviewMember, col(InterviewMember.user_id) == col(User.id))
        .where(col(InterviewMember.interview_id) == interview_id)
        .order_by(col(User.name))
    )
    return [(user_id, name) for user_id, name in rows]


def assign(db: Session, actor: Actor, interview_id: str, user_id: str) -> None:
    """Let another recruiter see the interview."""
    row = access.interview(db, actor, interview_id)
    user = db.get(User, user_id)
    if user is None or user.disabled_at is not None or user.role not in (Role.ADMIN, Role.RECRUITER):
        raise NotFound("There is no such account.")
    if db.get(InterviewMember, (interview_id, user_id)) is None:
        member = InterviewMember(interview_id=interview_id, user_id=user_id, created_at=row.created_at)
        db.add(member)
        journal.append(db, row.id, actor.journal_name, "recruiter_assigned", {"user_id": user_id})
        changed(db, row)


def count_states(db: Session, actor: Actor, *states: InterviewState) -> int:
    """How many of the user's interviews are in these states, at most COUNT_MOST."""
    return _count(db, access.visible_interviews(db, actor).ids.where(col(Interview.state).in_(states)))


def links_csv(db: Session, actor: Actor, position_id: str) -> str:
    """Name, e-mail, position, link and expiry of the position's open interviews, safe in spreadsheets."""
    access.position(db, actor, position_id)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "email", "position", "link", "works_until"])
    for row in open_links(db, actor, position_id):
        writer.writerow([spreadsheet_safe(value) for value in row])
    return out.getvalue()


def open_links(db: Session, actor: Actor, position_id: str) -> list[tuple[str, str, str, str, str]]:
    """(name, e-mail, position, link, expiry) of interviews that can still be entered."""
    query = access.visible_interviews(db, actor).ids.where(
        col(Interview.position_id) == position_id, col(Interview.state).in_(invitations.OPEN)
    )
    found = []
    for row in rows_of(db, [str(i) for i in db.scalars(query.order_by(col(Interview.created_at)))]):
        invitation = invitations.newest(db, row.id)
        link = invitations.view(invitation) if invitation else None
        if link and link.url and not (link.is_revoked or link.is_expired):
            until = link.expires_at.strftime("%Y-%m-%d %H:%M UTC")
            found.append((row.candidate_name, row.candidate_email, row.title, link.url, until))
    return found


def spreadsheet_safe(value: object) -> str:
    """Text that a spreadsheet does not take for a formula (OWASP: CSV injection)."""
    text = str(value)
    return "'" + text if text.lstrip().startswith(("=", "+", "-", "@")) or text[:1] in ("\t", "\r") else text


def changed(db: Session, row: Interview) -> None:
    """Tell open pages: the interview's own, its position's, and the lists.

    Every end of an interview, whichever way, passes here: what is over has no incident that goes on.
    """
    if row.state in NOT_RUNNING:
        incidents.close_left_open(db, row.id, row.submitted_at or clock.now())
    for topic in (f"interview:{row.id}", f"position:{row.position_id}", "interviews"):
        record(db, Event(topic, "interview_changed", {"interview_id": row.id}))


def _count(db: Session, query: Select[tuple[str]]) -> int:
    return db.scalar(select(func.count()).select_from(query.limit(COUNT_MOST).subquery())) or 0


def rows_of(db: Session, ids: list[str]) -> list[InterviewRow]:
    """Only the columns a list shows: whole rows with their feedback cost more than the page round them."""
    columns = [getattr(Interview, name) for name in InterviewRow.model_fields if name != "candidate_email"]
    query = (
        select(*columns, Candidate.email.label("candidate_email"))  # type: ignore[attr-defined]
        .join(Candidate, col(Candidate.id) == col(Interview.candidate_id), isouter=True)
        .where(col(Interview.id).in_(ids))
    )
    found = {row["id"]: row for row in db.execute(query).mappings()}
    return [
        InterviewRow(**{**found[i], "candidate_email": found[i]["candidate_email"] or ""})
        for i in ids
        if i in found
    ]
