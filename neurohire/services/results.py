"""Results as a table for spreadsheets: one row an interview, read in pieces so that any number fits."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, func, or_, select
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import Rejected
from neurohire.models.candidates import Candidate
from neurohire.models.interviews import Decision, Interview, InterviewQuestion
from neurohire.models.users import User
from neurohire.services import access, scorecard_results
from neurohire.services.interviews import Planned, narrowed, spreadsheet_safe
from neurohire.services.scorecard_results import Judged
from neurohire.vocabulary import GradingState, InterviewKind, InterviewState, QuestionState

BATCH = 500
ANY_TIME = Planned()
BOM = "\ufeff"  # spreadsheets take the file for UTF-8 by it
COLUMNS = (
    "candidate", "email", "position", "state", "score", "assessed", "decision", "decided_by", "reason",
    "decided_at", "made_at", "begun_at", "handed_in_at", "interview_id",
    "kind", "scheduled_at", "scorecards", "recommendations", "scorecard_mean",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """The same filters as in the list; times in this zone."""

    search: str = ""
    states: tuple[InterviewState, ...] = ()
    position_id: str = ""
    zone: str = "UTC"
    planned: Planned = ANY_TIME

    def tz(self) -> ZoneInfo:
        try:
            return ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as error:
            raise Rejected("There is no time zone of this name.", code="bad_zone") from error


@dataclass(frozen=True)
class _Piece:
    """Some rows, and where the next piece begins."""

    lines: list[list[str]]
    last: tuple[datetime, str]


async def stream(database: Database, actor: Actor, wanted: Wanted) -> AsyncIterator[str]:
    """CSV text piece by piece; what the person may see is asked anew for each."""
    zone = wanted.tz()
    questions = await database.read(most_questions, actor, wanted)
    numbers = [f"question_{number}" for number in range(1, questions + 1)]
    yield BOM + _csv([[*COLUMNS, *numbers]])
    last: tuple[datetime, str] | None = None
    while piece := await database.read(_piece, actor, wanted, zone, last, questions):
        yield _csv(piece.lines)
        last = piece.last


def most_questions(db: Session, actor: Actor, wanted: Wanted) -> int:
    """So many columns the widest row needs; NotFound for a position that is not the person's to see."""
    if wanted.position_id:
        access.position(db, actor, wanted.position_id)
    ids = _wanted(db, actor, wanted)
    query = select(func.max(InterviewQuestion.place))
    if ids.whereclause is not None:
        query = query.where(col(InterviewQuestion.interview_id).in_(ids))
    found = db.scalar(query)
    return 0 if found is None else int(found) + 1


def _wanted(db: Session, actor: Actor, wanted: Wanted) -> Select[tuple[str]]:
    seen = access.visible_interviews(db, actor).ids.where(*wanted.planned.conditions(actor))
    return narrowed(seen, wanted.search, wanted.states, wanted.position_id)


def _piece(
    db: Session,
    actor: Actor,
    wanted: Wanted,
    zone: ZoneInfo,
    after: tuple[datetime, str] | None,
    questions: int,
) -> _Piece | None:
    query = _wanted(db, actor, wanted)
    at, made_id = col(Interview.created_at), col(Interview.id)
    if after:
        query = query.where(or_(at < after[0], and_(at == after[0], made_id < after[1])))
    window = query.order_by(at.desc(), made_id.desc()).limit(BATCH)
    ids = [str(found) for found in db.scalars(window)]
    if not ids:
        return None
    rows = {row["id"]: row for row in _rows(db, ids)}
    live = {found for found in ids if rows[found]["kind"] == InterviewKind.LIVE}
    decided, scores = _decisions(db, ids), _scores(db, ids, questions, live)
    judged = scorecard_results.of(db, actor, live) if live else {}
    lines = []
    for found in ids:
        row = rows[found]
        outcome, by, reason, when = decided.get(found, ("", "", "", None))
        is_done = row["grading_state"] == GradingState.DONE
        score = f"{row['score']:.1f}" if is_done and row["score"] is not None else ""
        base = row["score_base"] if is_done else ""
        cells: list[str] = [
            row["candidate_name"],
            row["email"] or "",
            row["title"],
            row["state"],
            score,
            base,
        ]
        cells += [outcome, by, reason]
        cells += [_time(t, zone) for t in (when, row["created_at"], row["started_at"], row["submitted_at"])]
        lines.append(
            [*map(spreadsheet_safe, cells), found, *_live(row, zone, judged.get(found)), *scores[found]]
        )
    newest = rows[ids[-1]]
    return _Piece(lines, (newest["created_at"], ids[-1]))


def _rows(db: Session, ids: list[str]) -> list[dict[str, Any]]:
    names = (
        "id", "kind", "candidate_name", "title", "state", "grading_state", "score", "score_base",
        "created_at", "started_at", "submitted_at", "scheduled_at",
    )  # fmt: skip
    columns: list[Any] = [*(getattr(Interview, name) for name in names), Candidate.email]
    query = (
        select(*columns)
        .join(Candidate, col(Candidate.id) == col(Interview.candidate_id), isouter=True)
        .where(col(Interview.id).in_(ids))
    )
    return [dict(row) for row in db.execute(query).mappings()]


def _decisions(db: Session, ids: list[str]) -> dict[str, tuple[str, str, str, datetime | None]]:
    """The newest of each stands."""
    rows = db.execute(
        select(Decision.interview_id, Decision.outcome, User.name, Decision.reason, Decision.at)  # type: ignore[call-overload]
        .join(User, col(User.id) == col(Decision.decided_by))
        .where(col(Decision.interview_id).in_(ids))
        .order_by(col(Decision.at))
    )
    return {found: (outcome, by, reason, at) for found, outcome, by, reason, at in rows}


def _live(row: dict[str, Any], zone: ZoneInfo, judged: Judged | None) -> list[str]:
    """People judge a live interview by scorecards, on 0 to 4; it has no score from answers."""
    if row["kind"] != InterviewKind.LIVE:
        return [row["kind"], "", "", "", ""]
    return [row["kind"], _time(row["scheduled_at"], zone), *(judged or ("", "", ""))]


def _scores(db: Session, ids: list[str], questions: int, live: set[str]) -> dict[str, list[str]]:
    found = {interview_id: [""] * questions for interview_id in ids}
    rows = db.execute(
        select(  # type: ignore[call-overload]
            InterviewQuestion.interview_id,
            InterviewQuestion.place,
            InterviewQuestion.state,
            InterviewQuestion.score,
        ).where(col(InterviewQuestion.interview_id).in_(ids))
    )
    for interview_id, place, state, score in rows:
        if place < questions:
            is_live = interview_id in live
            found[interview_id][place] = _shown(state) if is_live else _score(state, score)
    return found


def _shown(state: str) -> str:
    """In a live interview a question is talked about, and judged on the scorecards."""
    if state == QuestionState.SKIPPED:
        return "skipped"
    return "" if state == QuestionState.PENDING else "shown"


def _score(state: str, score: float | None) -> str:
    if state == QuestionState.SKIPPED:
        return "skipped"
    if score is not None:
        return f"{score:.1f}"
    return "not assessed" if state == QuestionState.ANSWERED else ""


def _time(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else at.astimezone(zone).isoformat(sep=" ", timespec="seconds")


def _csv(lines: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()
