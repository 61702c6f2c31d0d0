"""Candidates as the team sees them: one page of the list, and one person in full."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel
from sqlalchemy import Select, String, func, or_, select, type_coerce
from sqlmodel import Session, col

from neurohire.auth.actors import Actor
from neurohire.models.candidates import NAME_KEY, Candidate, Resume, name_key
from neurohire.models.interviews import Interview
from neurohire.models.positions import Position
from neurohire.models.users import User
from neurohire.services import access, interviews, resume_rows
from neurohire.services.interviews import COUNT_MOST, MOST, InterviewRow
from neurohire.services.resume_rows import ResumeRow
from neurohire.vocabulary import InterviewState, Level, ResumeState

Sort = Literal["created_at", "-created_at", "name", "-name"]
MOST_SKILLS = 60
MOST_FILES = 50
MOST_INTERVIEWS = 100


class CandidateFilter(BaseModel):
    """Which candidates are asked for; position and state are those of interviews the user may see."""

    search: str = ""
    position_id: str = ""
    state: InterviewState | None = None
    sort: Sort = "-created_at"


class CandidateRow(BaseModel):
    """One line of the list."""

    id: str
    email: str
    name: str
    target_role: str
    level: Level | None
    skills: list[str]
    interviews: int
    state: InterviewState | None  # of the newest interview the user may see
    created_at: datetime


class CandidatePage(BaseModel):
    """Some candidates, and how many there are, counted to 1,000 at most."""

    rows: list[CandidateRow]
    total: int


class CandidateResume(ResumeRow):
    """One file of the person, with the position it was dropped into."""

    position_id: str | None
    position_title: str


class CandidateProfile(CandidateRow):
    """One person with what the user may see of resumes and interviews."""

    phone: str
    may_change: bool
    resumes: list[CandidateResume]
    appointments: list[InterviewRow]
    keepers: list[tuple[str, str]]  # (user id, name)


def list_page(
    db: Session, actor: Actor, asked: CandidateFilter, *, limit: int = 25, offset: int = 0
) -> CandidatePage:
    """One page; search looks at e-mails, names and skills."""
    query = _narrowed(db, actor, access.visible_candidates(db, actor), asked)
    column: Any = col(Candidate.name_key if asked.sort.endswith("name") else Candidate.created_at)
    order = [column, col(Candidate.id)]
    order = [part.desc() for part in order] if asked.sort.startswith("-") else order
    first, last = max(0, offset), max(0, offset) + min(limit, MOST)
    # one question for the count and the page: to look through many names twice would be felt
    ids = [str(found) for found in db.scalars(query.order_by(*order).limit(max(COUNT_MOST, last)))]
    return CandidatePage(rows=rows_of(db, actor, ids[first:last]), total=min(len(ids), COUNT_MOST))


def get(db: Session, actor: Actor, candidate_id: str) -> CandidateProfile:
    """The person, or NotFound."""
    access.candidate(db, actor, candidate_id)
    row = rows_of(db, actor, [candidate_id])[0]
    may_change = access.keeps(db, actor, candidate_id)
    files = _files(db, actor, candidate_id)
    candidate = db.get(Candidate, candidate_id)
    phone = candidate.phone if candidate and may_change else next((f.phone for f in files if f.phone), "")
    return CandidateProfile(
        **row.model_dump(),
        phone=phone,
        may_change=may_change,
        resumes=files,
        appointments=_appointments(db, actor, candidate_id),
        keepers=_keepers(db, candidate_id) if may_change else [],
    )


def rows_of(db: Session, actor: Actor, ids: Sequence[str]) -> list[CandidateRow]:
    """These candidates in this order, each as this user knows the person: a few queries for all of them."""
    people = {row.id: row for row in db.scalars(select(Candidate).where(col(Candidate.id).in_(ids)))}
    kept = set(
        db.scalars(select(Candidate.id).where(col(Candidate.id).in_(ids), access.kept_candidates(actor)))  # type: ignore[call-overload]
    )
    files: dict[str, list[Any]] = {i: [] for i in ids}
    for file in _facts(db, actor, ids):
        files[file.candidate_id].append(file)
    met: dict[str, list[Any]] = {i: [] for i in ids}
    for interview in _met(db, actor, ids):
        met[interview.candidate_id].append(interview)
    return [_row(people[i], i in kept, files[i], met[i]) for i in ids if i in people]


def _row(person: Candidate, is_kept: bool, files: list[Any], met: list[Any]) -> CandidateRow:
    heard = next((one.candidate_name for one in met), "") or next((f.name for f in files if f.name), "")
    name = (person.name if is_kept else "") or heard or person.email
    return CandidateRow(
        id=person.id,
        email=person.email,
        name=name,
        target_role=person.target_role if is_kept else "",
        level=Level(person.level) if is_kept and person.level in set(Level) else None,
        skills=list(dict.fromkeys(skill for file in files for skill in file.skills))[:MOST_SKILLS],
        interviews=len(met),
        state=InterviewState(met[0].state) if met else None,
        created_at=person.created_at,
    )


def _narrowed(
    db: Session, actor: Actor, query: Select[tuple[str]], asked: CandidateFilter
) -> Select[tuple[str]]:
    if asked.position_id or asked.state:
        states = (asked.state,) if asked.state else ()
        found = interviews.narrowed(access.visible_interviews(db, actor).ids, "", states, asked.position_id)
        query = query.where(col(Candidate.id).in_(found.with_only_columns(col(Interview.candidate_id))))
    if words := asked.search.strip():
        query = query.where(_said(db, actor, words))
    return query


def _said(db: Session, actor: Actor, words: str) -> Any:
    """Only in what the user may see: what others wrote down of a person can't be guessed by searching."""
    key = name_key(words, "")[:NAME_KEY]
    word = json.dumps(words.casefold())[1:-1]  # as it stands in the column
    skills = func.lower(type_coerce(col(Resume.skills), String))
    ways = [
        col(Candidate.email).contains(words.lower(), autoescape=True),
        access.kept_candidates(actor) & col(Candidate.name_key).contains(key, autoescape=True),
        col(Candidate.id).in_(
            select(Resume.candidate_id).where(  # type: ignore[call-overload]
                access.visible_resumes(actor),
                col(Resume.candidate_id).is_not(None),
                skills.contains(word, autoescape=True),
            )
        ),
    ]
    if not actor.is_admin:
        met = access.visible_interviews(db, actor).ids.with_only_columns(col(Interview.candidate_id))
        named = func.lower(Interview.candidate_name).contains(words.lower(), autoescape=True)
        ways.append(col(Candidate.id).in_(met.where(named, col(Interview.candidate_id).is_not(None))))
    return or_(*ways)


def _facts(db: Session, actor: Actor, ids: Iterable[str]) -> Iterable[Any]:
    return db.execute(
        select(Resume.candidate_id, Resume.name, Resume.skills)  # type: ignore[call-overload]
        .where(col(Resume.candidate_id).in_(list(ids)), access.visible_resumes(actor))
        .order_by(col(Resume.created_at).desc())
    ).all()


def _met(db: Session, actor: Actor, ids: Iterable[str]) -> Iterable[Any]:
    columns = (col(Interview.candidate_id), col(Interview.candidate_name), col(Interview.state))
    return db.execute(
        access.visible_interviews(db, actor)
        .ids.with_only_columns(*columns)
        .where(col(Interview.candidate_id).in_(list(ids)))
        .order_by(col(Interview.created_at).desc())
    ).all()


def _appointments(db: Session, actor: Actor, candidate_id: str) -> list[InterviewRow]:
    ids = access.visible_interviews(db, actor).ids.where(col(Interview.candidate_id) == candidate_id)
    newest = ids.order_by(col(Interview.created_at).desc()).limit(MOST_INTERVIEWS)
    return interviews.rows_of(db, [str(found) for found in db.scalars(newest)])


def _files(db: Session, actor: Actor, candidate_id: str) -> list[CandidateResume]:
    """Newest first, each file once: an interview that is made here takes a copy of the row along."""
    rows = db.scalars(
        select(Resume)
        .where(col(Resume.candidate_id) == candidate_id, access.visible_resumes(actor))
        .order_by(col(Resume.created_at).desc(), col(Resume.id))
        .limit(MOST_FILES)
    ).all()
    once: dict[str, Resume] = {}
    for row in sorted(rows, key=lambda row: row.position_id is not None):  # the person's own one first
        if row.media_sha256:
            once.setdefault(row.media_sha256, row)
    shown = [row for row in rows if row in once.values()]
    ids = {row.position_id for row in shown}
    titles = {p.id: p.title for p in db.scalars(select(Position).where(col(Position.id).in_(ids)))}
    return [
        CandidateResume(
            **resume_rows.view(db, row).model_dump(),
            position_id=row.position_id,
            position_title=titles.get(row.position_id or "", ""),
        )
        for row in shown
    ]


def readable(files: Iterable[CandidateResume]) -> list[CandidateResume]:
    """Those that questions can be planned from, newest first."""
    return [file for file in files if file.state is ResumeState.READY]


def _keepers(db: Session, candidate_id: str) -> list[tuple[str, str]]:
    rows = db.execute(
        select(User.id, User.name)  # type: ignore[call-overload]
        .where(col(User.id).in_(access.keepers(db, candidate_id)))
        .order_by(col(User.name))
    )
    return [(user_id, name) for user_id, name in rows]
