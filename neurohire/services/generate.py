"""One call from job description and resumes to interviews: a position, its files read, one link each."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import DomainError, Rejected
from neurohire.media_store import MediaStore
from neurohire.positions.description import describe
from neurohire.questions.request import default_counts
from neurohire.resumes.skills import find_skills
from neurohire.services import positions, resume_intake, resume_rows, resumes
from neurohire.services.positions import PositionForm, PositionView
from neurohire.services.resume_rows import ResumeRow
from neurohire.settings import Settings
from neurohire.vocabulary import ResumeState

UNSETTLED = (ResumeState.QUEUED, ResumeState.READING)
LONGEST = 900.0  # seconds; what is not read by then goes on in the app


class Generated(BaseModel):
    """One interview with its link."""

    interview_id: str
    candidate_email: str
    candidate_name: str
    interview_link: str
    resume_name: str


class EmailRequired(BaseModel):
    """A file without an address: a draft to be finished in the app."""

    resume_name: str
    message: str


class RejectedFile(BaseModel):
    """A refused file; `code` is one of vocabulary.RejectionCode."""

    resume_name: str
    code: str
    message: str


class GenerateResult(BaseModel):
    generated_interviews: list[Generated] = []
    manual_email_required: list[EmailRequired] = []
    rejected: list[RejectedFile] = []


class Received(BaseModel):
    """One file as it came; `path` is None when it was larger than allowed."""

    name: str
    path: Path | None
    refusal: str = ""


def make_position(db: Session, actor: Actor, description: str, num_questions: int) -> PositionView:
    """The position of one call, all of it read from the description."""
    text = description.strip()
    if not text:
        raise Rejected("Please send a job description.", code="no_description")
    counts = default_counts(num_questions)
    found = describe(text, find_skills(text))
    form = PositionForm(
        title=found.title,
        description=text,
        level=found.level,
        field=found.field,
        is_technical=found.is_technical,
        language=found.language,
        skills=found.skills,
        question_counts=default_counts(num_questions, is_technical=found.is_technical) or counts,
    )
    return positions.create(db, actor, form)


async def take_in_all(
    database: Database,
    media: MediaStore,
    settings: Settings,
    actor: Actor,
    position_id: str,
    files: list[Received],
    emails: Mapping[str, str],
) -> GenerateResult:
    """Queue every file, wait until all are read, and say what became of each."""
    ids = []
    with database.broadcast.subscribe(f"position:{position_id}") as subscription:
        for file in files:
            ids.append(await _take_in(database, media, settings, actor, position_id, file))
        try:
            async with asyncio.timeout(LONGEST):
                while await database.read(positions.resumes_waiting, actor, position_id):
                    await subscription.next()
        except TimeoutError:
            pass  # the rows say "still being read"; the app goes on with them
    for row_id in ids:
        await _use_given_email(database, actor, row_id, emails)
    rows = [await database.read(resume_rows.get_row, actor, row_id) for row_id in ids]
    return _result(rows)


async def _take_in(
    database: Database,
    media: MediaStore,
    settings: Settings,
    actor: Actor,
    position_id: str,
    file: Received,
) -> str:
    if file.path is None:
        return await database.transact(
            resumes.add_rejected, actor, position_id, file.name, "too_large", file.refusal
        )
    return await resume_intake.take_in(database, media, settings, actor, position_id, file.path, file.name)


async def _use_given_email(database: Database, actor: Actor, row_id: str, emails: Mapping[str, str]) -> None:
    row = await database.read(resume_rows.get_row, actor, row_id)
    email = emails.get(row.file_name)
    if row.state is ResumeState.NEEDS_EMAIL and email:
        try:
            await database.transact(resumes.complete, actor, row_id, email=email)
        except DomainError:
            return  # not an address: the row keeps asking for one


def _result(rows: list[ResumeRow]) -> GenerateResult:
    result = GenerateResult()
    for row in rows:
        if row.state is ResumeState.READY and row.interview_id:
            result.generated_interviews.append(
                Generated(
                    interview_id=row.interview_id,
                    candidate_email=row.email,
                    candidate_name=row.name,
                    interview_link=row.link,
                    resume_name=row.file_name,
                )
            )
        elif row.state is ResumeState.REJECTED:
            result.rejected.append(
                RejectedFile(resume_name=row.file_name, code=row.code, message=row.message)
            )
        else:
            message = row.message or "Still being read: see the position in the app."
            result.manual_email_required.append(EmailRequired(resume_name=row.file_name, message=message))
    return result
