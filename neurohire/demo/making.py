"""Fills an empty database: accounts, positions, and each person's story, by the real services."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from pydantic import BaseModel
from sqlalchemy import func, select
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.demo import cast, live, stories
from neurohire.demo.timeline import Story, Timeline, clock_of
from neurohire.errors import InvalidState
from neurohire.media_store import MediaStore
from neurohire.models.candidates import Candidate
from neurohire.models.interviews import Interview
from neurohire.models.positions import Position
from neurohire.models.users import Beat, User
from neurohire.services import accounts, interviews, pool_start
from neurohire.settings import get_settings
from neurohire.vocabulary import InterviewState, Role

BEGAN = timedelta(days=24)
SERVER_IS_HERE = timedelta(seconds=20)
ADMIN, RECRUITER = "admin@example.org", "recruiter@example.org"
NOT_EMPTY = (
    "There is something in this database already, so nothing was changed. The demo fills an empty one: "
    "name another folder with NEUROHIRE_DATA_DIR (and another database, if NEUROHIRE_DATABASE_URL is set)."
)
RUNNING = "The server is running on this database. Stop it, make the demo, then start it again."


class Made(BaseModel):
    """What to tell whoever asked for it."""

    admin: str
    recruiter: str
    password: str
    positions: int
    states: dict[str, int]


def check_empty(db: Session) -> None:
    """InvalidState when there is anything of anybody, or a server at work."""
    for table in (User, Position, Candidate, Interview):
        if db.scalar(select(func.count()).select_from(table)):
            raise InvalidState(NOT_EMPTY, code="not_empty")
    beat = db.get(Beat, "server")
    if beat is not None and clock.now() - beat.at < SERVER_IS_HERE:
        raise InvalidState(RUNNING, code="running")


def make(database: Database, media: MediaStore, password: str = "") -> Made:
    """All of it in one transaction: the database holds the whole demo or is as empty as before."""
    chosen = password or secrets.token_urlsafe(12)
    made, _ = database.run(_make, media, chosen, clock.now())
    return made


def _make(db: Session, media: MediaStore, password: str, now: datetime) -> Made:
    check_empty(db)
    timeline = Timeline(db, now - BEGAN)
    with clock_of(timeline):
        pool_start.begin(db)  # as the server does at its start
        admin = _account(db, ADMIN, "Alex Admin", Role.ADMIN, password)
        recruiter = _account(db, RECRUITER, "Robin Recruiter", Role.RECRUITER, password)
        told: list[Story] = [stories.earlier_system(db, recruiter, now)]
        openings, script = cast.openings(), live.script()
        for opening in openings:
            position_id = stories.make_position(db, recruiter, opening)
            timeline.moment += timedelta(hours=2)
            told += [
                stories.Told(db, media, recruiter, opening, person, position_id).story(now)
                for person in opening.people
            ]
            if get_settings().live_interviews and opening.title == script.opening:
                team = {"robin": recruiter, "alex": admin}
                told += live.Appointments(db, media, team, position_id, script).stories(now)
        timeline.run(told, now)
        return Made(
            admin=admin.email,
            recruiter=recruiter.email,
            password=password,
            positions=len(openings) + 1,
            states=_states(db, admin),
        )


def _account(db: Session, email: str, name: str, role: Role, password: str) -> Actor:
    view = accounts.create_user(db, email, f"{name} {cast.MARK}", role, password)
    user = db.get(User, view.id)
    assert user is not None
    return accounts.actor(user)


def _states(db: Session, admin: Actor) -> dict[str, int]:
    counts = {state.value: interviews.count_states(db, admin, state) for state in InterviewState}
    return {name: count for name, count in counts.items() if count}
