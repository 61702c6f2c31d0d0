"""Accounts, positions and interviews for tests, made through the services as people would."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.database import Database
from neurohire.media_store import StoredFile
from neurohire.models.candidates import Resume
from neurohire.models.resumes_read import ReadResume, ResumeFacts, ResumeStatement, ResumeText
from neurohire.models.users import User
from neurohire.questions.request import default_counts
from neurohire.services import accounts, api_tokens, entrance, login_sessions, positions, resumes, schedule
from neurohire.services.interviews import get
from neurohire.services.positions import PositionForm, PositionView
from neurohire.services.schedule_form import ScheduleForm
from neurohire.vocabulary import DataKind, ResumeState, Role

PASSWORD = "correct horse battery"


def make_actor(db: Session, email: str, role: Role) -> Actor:
    """An account to act as."""
    view = accounts.create_user(db, email, email.partition("@")[0].title(), role, PASSWORD)
    user = db.get(User, view.id)
    assert user is not None
    return accounts.actor(user)


def make_position(db: Session, actor: Actor, questions: int = 5) -> PositionView:
    return positions.create(db, actor, position_form(questions))


def position_form(questions: int = 5) -> PositionForm:
    """A backend position that knows what it asks for."""
    return PositionForm(
        title="Backend Engineer",
        description="We need a backend engineer who knows Python, SQL and Docker.",
        skills=["Python", "SQL", "Docker"],
        field="backend",
        question_counts=default_counts(questions),
    )


def make_interview(
    db: Session,
    actor: Actor,
    position: PositionView,
    email: str,
    name: str = "Kim Example",
    facts: ResumeFacts | None = None,
) -> str:
    """The id of an invited interview, made from a resume that was read."""
    read = read_resume(email, name)
    if facts is not None:
        read = read.model_copy(update={"facts": facts.model_copy(update={"email": email, "name": name})})
    row = Resume(
        position_id=position.id,
        uploaded_by=actor.user_id,
        file_name="resume.pdf",
        media_sha256="",
        state=ResumeState.READING,
        created_at=position.created_at,
    )
    db.add(row)
    db.flush()
    resumes.finish_reading(db, row.id, read)
    found = db.scalars(select(Resume).where(col(Resume.id) == row.id)).one()
    assert found.interview_id
    return found.interview_id


def make_live(
    db: Session, actor: Actor, position_id: str, email: str = "ana@example.org", name: str = "Ana Ruiz"
) -> str:
    """The id of a live interview tomorrow at noon; needs the setting that switches them on."""
    day = clock.now() + timedelta(days=1)
    form = ScheduleForm(
        candidate_name=name,
        candidate_email=email,
        position_id=position_id,
        date=f"{day:%Y-%m-%d}",
        time="12:00",
        zone="Europe/Berlin",
        interviewers=[actor.user_id],
    )
    return schedule.schedule(db, actor, form)


def read_resume(email: str, name: str = "Kim Example") -> ReadResume:
    lines = (
        f"Cut the nightly import of {name} from four hours to twenty minutes with Python and PostgreSQL",
        f"Moved 40 services of {name} to Docker and Kubernetes without a day of downtime",
        f"Designed the public REST API used by 300 partners of {name}",
    )
    statements = [
        ResumeStatement(kind="achievement", text=line, skills=["Python", "Docker"]) for line in lines
    ]
    facts = ResumeFacts(
        name=name, email=email, skills=["Python", "Docker", "PostgreSQL"], statements=statements
    )
    return ReadResume(text=ResumeText(text="\n".join(lines), kind="pdf"), facts=facts)


def link_token(db: Session, actor: Actor, interview_id: str) -> str:
    """The secret part of the interview's link."""
    link = get(db, actor, interview_id).link
    assert link is not None
    return link.url.rsplit("/", 1)[1]


def enter(db: Session, actor: Actor, interview_id: str) -> tuple[str, CandidateGrant]:
    """Open the link and agree to everything: (session token, grant)."""
    session, _ = entrance.enter(db, link_token(db, actor, interview_id), "", "test browser")
    grant = login_sessions.identify(db, session).grants[interview_id]
    entrance.give_consent(db, grant, set(DataKind))
    return session, grant


@dataclass
class Bearer:
    """A user with a token, for REST."""

    actor: Actor
    headers: dict[str, str]


async def bearer(app: FastAPI, email: str, role: Role = Role.RECRUITER) -> Bearer:
    database: Database = app.state.neurohire.database
    actor = await database.transact(make_actor, email, role)
    token = await database.transact(api_tokens.create_for, email)
    return Bearer(actor, {"authorization": f"Bearer {token}"})


async def settled(database: Database, actor: Actor, position_id: str) -> None:
    """Until no file of the position waits to be read."""
    with database.broadcast.subscribe(f"position:{position_id}") as subscription:
        async with asyncio.timeout(120):
            while await database.read(positions.resumes_waiting, actor, position_id):
                await subscription.next()


def resume_of(db: Session, interview_id: str) -> str:
    return db.scalars(select(Resume).where(col(Resume.interview_id) == interview_id)).one().id


def give_file(db: Session, resume_id: str, stored: StoredFile) -> None:
    """The resume's original is this stored file."""
    row = db.get(Resume, resume_id)
    assert row is not None
    row.media_sha256 = stored.sha256
