"""A scheduled live interview with its people in the database, and their sockets, for tests of the room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import Session, col
from websockets.asyncio.client import connect

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.database import Database
from neurohire.models.answers import Document
from neurohire.models.base import new_id
from neurohire.models.interviews import Interview, InterviewMember
from neurohire.models.users import User
from neurohire.services import (
    accounts,
    entrance,
    journal,
    login_sessions,
    room_operations,
    room_view,
    schedule,
)
from neurohire.services.operations import Operation
from neurohire.services.schedule_form import ScheduleForm
from neurohire.settings import Settings
from neurohire.vocabulary import DataKind, Role
from tests import people
from tests.candidates import Page
from tests.conftest import ORIGIN

ANA = "Ana Ruiz"


@dataclass
class Live:
    """An invited live interview that begins in five minutes: the candidate has entered and agreed."""

    interview_id: str
    rita: Actor  # interviewer, who scheduled it
    ben: Actor  # interviewer
    olga: Actor  # admin: observes
    stranger: Actor  # recruiter with nothing to do with it
    grant: CandidateGrant
    token: str  # of the link
    sessions: dict[str, str]  # login session token by "ana", "rita", "ben", "olga", "stranger"

    def who(self, name: str) -> Actor | CandidateGrant:
        return self.grant if name == "ana" else getattr(self, name)


def make_room(
    db: Session, email: str = "ana@example.org", *, minutes: int = 45, is_camera_checked: bool = False
) -> Live:
    """An interview that begins in five minutes, with everybody of it."""
    names = {"rita": Role.RECRUITER, "ben": Role.RECRUITER, "olga": Role.ADMIN, "stranger": Role.RECRUITER}
    first = people.make_actor(db, f"rita+{email}", names.pop("rita"))
    team = {"rita": _named(db, first)}
    team |= {name: _like(db, first, f"{name}+{email}", role) for name, role in names.items()}
    rita, ben = team["rita"], team["ben"]
    begins = clock.now() + timedelta(days=1)
    form = ScheduleForm(
        candidate_name=ANA,
        candidate_email=email,
        position_id=people.make_position(db, rita).id,
        date=f"{begins:%Y-%m-%d}",
        time="12:00",
        zone="Europe/Berlin",
        minutes=minutes,
        is_camera_checked=is_camera_checked,
        interviewers=[rita.user_id, ben.user_id],
    )
    interview_id = schedule.schedule(db, rita, form)
    row = db.get(Interview, interview_id)
    assert row is not None
    row.scheduled_at = clock.now() + timedelta(minutes=5)  # so that joining is open
    db.flush()
    session, grant = people.enter(db, rita, interview_id)
    sessions = {name: login_sessions.log_in(db, actor.user_id, "", "test") for name, actor in team.items()}
    return Live(
        interview_id,
        grant=grant,
        token=people.link_token(db, rita, interview_id),
        sessions=sessions | {"ana": session},
        **team,
    )


def _like(db: Session, first: Actor, email: str, role: Role) -> Actor:
    """Another account with the same password, whose slow hash is made only once."""
    known = db.get(User, first.user_id)
    assert known is not None
    kept = known.model_dump(exclude={"id", "email", "name", "role"})
    user = User(**kept, email=email, name=email.partition("@")[0].title(), role=role)
    db.add(user)
    db.flush()
    return _named(db, accounts.actor(user))


def _named(db: Session, actor: Actor) -> Actor:
    """As people are called: 'Rita Berg'."""
    user = db.get(User, actor.user_id)
    assert user is not None
    user.name = f"{actor.name.partition('+')[0]} Berg"
    return accounts.actor(user)


def watched(db: Session) -> Live:
    """Its candidate has agreed to checks of the camera, and is in the room."""
    live = make_room(db, is_camera_checked=True)
    entrance.give_consent(db, live.grant, {DataKind.ANSWERS, DataKind.CAMERA_CHECKS})
    admit(db, live)
    return live


class Sender:
    """Operations of one person straight through the services, as the socket would bring them."""

    def __init__(self, db: Session, live: Live, name: str) -> None:
        self.db, self.live, self.name, self.seq = db, live, name, 0
        self.client_id = new_id()  # a page of its own

    def send(self, kind: str, **body: Any) -> int:
        self.seq += 1
        operation = Operation(type="op", client_id=self.client_id, client_seq=self.seq, kind=kind, body=body)
        seq = room_operations.apply_once(self.db, self.live.who(self.name), self.live.interview_id, operation)
        self.db.flush()
        return seq

    def view(self) -> dict[str, Any]:
        return room_view.view(self.db, self.live.who(self.name), self.live.interview_id)


def admit(db: Session, live: Live) -> None:
    """The candidate asks, Rita lets in."""
    Sender(db, live, "ana").send("ask_to_join")
    Sender(db, live, "rita").send("admit")


def interviewers_of(db: Session, live: Live) -> list[str]:
    rows = (db.get(InterviewMember, (live.interview_id, one.user_id)) for one in (live.rita, live.ben))
    return [row.user_id for row in rows if row is not None and row.is_interviewer]


class RoomPage(Page):
    """A page at a live interview: the candidate's with as="candidate", the team's with as="staff"."""

    def __init__(self, url: str, cookie: str, interview_id: str, name: str, page: str = "page-1") -> None:
        super().__init__(url, cookie, interview_id, page=f"{name}-{page}", origin=ORIGIN)
        if name != "ana":
            self.address = self.address.replace("as=candidate", "as=staff")

    async def presence(self, fits: Callable[[dict[str, Any]], bool], after: int = 0) -> dict[str, Any]:
        """The first presence told (or to be told) that fits."""
        return await self.next(lambda m: m["type"] == "presence" and fits(m), after=after)

    async def entry(self, kind: str, after: int = 0) -> dict[str, Any]:
        return await self.next(lambda m: m["type"] == "entry" and m["kind"] == kind, after=after)

    def kinds(self) -> list[str]:
        """Of all entries that came."""
        return [message["kind"] for message in self.messages if message["type"] == "entry"]


@dataclass
class LiveRoom:
    """A running app with one live interview; `page("rita")` is a socket to be entered."""

    live: Live
    app: FastAPI
    url: str
    settings: Settings

    @property
    def database(self) -> Database:
        found: Database = self.app.state.neurohire.database
        return found

    def cookie(self, name: str) -> str:
        return f"session={self.session_cookie(name)}"

    def session_cookie(self, name: str) -> str:
        from tests.api.test_access_matrix import session_cookie  # it brings fixtures of its own

        return session_cookie(self.settings, self.live.sessions[name])

    def page(self, name: str, page: str = "page-1") -> RoomPage:
        return RoomPage(self.url, self.cookie(name), self.live.interview_id, name, page)

    async def admit(self) -> None:
        """The candidate is in the room, without anybody's page."""
        await self.database.transact(admit, self.live)

    async def document(self) -> str:
        """The id of a document of this interview, made if there is none."""
        return await self.database.transact(_document_of, self.live.interview_id)

    def document_socket(self, name: str, document_id: str) -> Any:
        """`async with room.document_socket("ana", …) as ws`: the raw socket of the shared text."""
        way = "candidate" if name == "ana" else "staff"
        address = f"{self.url.replace('http', 'ws')}/ws/documents/{document_id}?as={way}"
        return connect(
            address, additional_headers={"cookie": self.cookie(name)}, origin=ORIGIN, max_size=None
        )

    async def entries(self) -> list[journal.Entry]:
        return await self.database.read(journal.since, self.live.interview_id, 0, 10_000)


def _document_of(db: Session, interview_id: str) -> str:
    found = db.scalars(select(Document).where(col(Document.interview_id) == interview_id)).first()
    if found is None:
        found = Document(interview_id=interview_id, language="Python", created_at=clock.now())
        db.add(found)
        db.flush()
    return found.id
