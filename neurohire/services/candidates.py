"""Candidates without an interview in mind: bring a person in, correct what is known, let a colleague in."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.auth.actors import Actor
from neurohire.database import record
from neurohire.errors import InvalidState, NotAllowed, NotFound
from neurohire.events import Event
from neurohire.models.candidates import Candidate, Resume
from neurohire.models.interviews import Interview
from neurohire.models.users import User
from neurohire.services import access, audit, candidate_accounts, candidate_keeping, candidate_list
from neurohire.services.accounts import clean_email, clean_name
from neurohire.services.candidate_list import CandidateRow
from neurohire.vocabulary import Level, Role

TOPIC = "candidates"
MOST_ROLE = 160
MOST_PHONE = 40
EXISTS, ELSEWHERE = "exists", "kept_elsewhere"
KEPT_ELSEWHERE = (
    "Somebody else in your team keeps a person with this e-mail. Ask an admin to share it with you, "
    "or drop the resume in a position of yours."
)


class CandidateForm(BaseModel):
    """What is written down of a person; only the e-mail is needed."""

    name: str = ""
    email: str = ""
    phone: str = ""
    target_role: str = ""
    level: Level | None = None

    def clean(self) -> CandidateForm:
        """One line each, nothing in it that cannot be seen; Rejected when the address cannot be one."""
        return CandidateForm(
            name=clean_name(self.name),
            email=clean_email(self.email),
            phone=clean_name(self.phone)[:MOST_PHONE],
            target_role=clean_name(self.target_role)[:MOST_ROLE],
            level=self.level,
        )


def add(db: Session, actor: Actor, form: CandidateForm, resume_id: str = "") -> str:
    """The id of the new candidate; a resume that was read for it becomes the candidate's own."""
    clean = form.clean()
    known = candidate_keeping.by_email(db, clean.email)
    if known is not None:
        access_to_known(db, actor, known)
        raise InvalidState("This person is here already.", code=EXISTS)
    row = Candidate(**_columns(clean), created_at=clock.now())
    db.add(row)
    db.flush()
    candidate_keeping.let_in(db, row.id, actor.user_id)
    if resume_id:
        attach(db, actor, resume_id, row.id)
    _note(db, actor, "candidate_added", row.id)
    return row.id


def access_to_known(db: Session, actor: Actor, known: Candidate) -> None:
    """Who may not see the person is told whom to ask, and nothing of the person."""
    try:
        access.candidate(db, actor, known.id)
    except NotFound:
        raise InvalidState(KEPT_ELSEWHERE, code=ELSEWHERE) from None


def find(db: Session, actor: Actor, email: str) -> CandidateRow | None:
    """Whoever has this address, when the user may see the person."""
    known = candidate_keeping.by_email(db, clean_email(email))
    if known is None:
        return None
    access_to_known(db, actor, known)
    return candidate_list.rows_of(db, actor, [known.id])[0]


def change(db: Session, actor: Actor, candidate_id: str, form: CandidateForm) -> None:
    """Correct what is known. Interviews that were made keep the name they were made with."""
    row = access.candidate(db, actor, candidate_id, to_change=True)
    new = _columns(form.clean())
    fields = [name for name, value in new.items() if getattr(row, name) != value]
    if "email" in fields:
        _require_free(db, actor, row, new["email"])
    for name in fields:
        setattr(row, name, new[name])
    if "email" in fields:
        candidate_accounts.follow_email(db, row)
    if fields:
        _note(db, actor, "candidate_changed", row.id, {"fields": fields})


def share(db: Session, actor: Actor, candidate_id: str, user_id: str) -> None:
    """Let a colleague keep the person, too; interviews stay with whom they are."""
    access.candidate(db, actor, candidate_id, to_change=True)
    user = db.get(User, user_id)
    if user is None or user.disabled_at is not None or user.role not in (Role.ADMIN, Role.RECRUITER):
        raise NotFound("There is no such account.")
    if candidate_keeping.let_in(db, candidate_id, user_id):
        _note(db, actor, "candidate_shared", candidate_id, {"user_id": user_id})


def attach(db: Session, actor: Actor, resume_id: str, candidate_id: str) -> None:
    """A file that was dropped before it was known whose it is."""
    access.candidate(db, actor, candidate_id)
    row = access.resume(db, actor, resume_id)
    if row.position_id is not None or row.candidate_id not in (None, candidate_id):
        raise NotFound()
    if _has_file(db, candidate_id, row.media_sha256):
        db.delete(row)  # the same file is with the person already
    else:
        row.candidate_id = candidate_id
    db.flush()
    tell(db, candidate_id)


def tell(db: Session, candidate_id: str) -> None:
    """Open pages: the person's and the list."""
    record(db, Event(f"candidate:{candidate_id}", "candidate_changed"))
    record(db, Event(TOPIC, "candidate_changed"))


def _has_file(db: Session, candidate_id: str, sha256: str) -> bool:
    same = (col(Resume.candidate_id) == candidate_id, col(Resume.media_sha256) == sha256)
    return db.scalar(select(Resume.id).where(*same, col(Resume.position_id).is_(None)).limit(1)) is not None  # type: ignore[call-overload]


def _require_free(db: Session, actor: Actor, row: Candidate, email: str) -> None:
    """An address is a person: it can be corrected as long as nobody else counts on it."""
    if candidate_keeping.by_email(db, email) is not None:
        raise InvalidState("Another person has this e-mail already.", code="email_taken")
    mine = access.visible_interviews(db, actor).ids
    others = select(Interview.id).where(  # type: ignore[call-overload]
        col(Interview.candidate_id) == row.id, col(Interview.id).not_in(mine)
    )
    if db.scalar(others.limit(1)) is not None:
        raise NotAllowed("Others in your team use this e-mail. Ask an admin to change it.")


def _columns(form: CandidateForm) -> dict[str, Any]:
    return form.model_dump(exclude={"level"}) | {"level": form.level.value if form.level else ""}


def _note(
    db: Session, actor: Actor, kind: str, candidate_id: str, body: dict[str, Any] | None = None
) -> None:
    audit.record(db, actor, kind, f"candidate:{candidate_id}", body)
    tell(db, candidate_id)
