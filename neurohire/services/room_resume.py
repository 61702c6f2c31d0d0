"""The resume in the room of a live interview: for its interviewers and the candidate himself, nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from pydantic import BaseModel
from sqlmodel import Session

from neurohire import clock
from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.errors import NotFound
from neurohire.models.candidates import MediaFile, Resume, ResumePage
from neurohire.models.resumes_read import HiddenText
from neurohire.resumes.pages import PagePicture
from neurohire.resumes.pdf import MAX_PAGES
from neurohire.services import room_access
from neurohire.services.room_access import Seat, Seated
from neurohire.services.room_parts import Section
from neurohire.vocabulary import ResumeState

PDF = "application/pdf"
SHOWN = frozenset({Seat.CANDIDATE, Seat.INTERVIEWER})


class ResumeView(BaseModel):
    """What the panel shows; `hidden` and `notes` are for interviewers only."""

    file_name: str
    kind: Literal["pages", "text", "waiting"]  # a PDF by its pages, anything else by its text
    pages: int = 0
    pages_total: int = 0
    text: str = ""
    has_file: bool
    hidden: list[HiddenText] = []
    notes: list[str] = []


class Original(NamedTuple):
    """The stored file."""

    sha256: str
    file_name: str
    is_pdf: bool


class KeptPage(BaseModel):
    """A page that was made before."""

    picture_sha256: str
    width: int
    height: int
    text: str


def section(db: Session, seated: Seated) -> dict[str, object] | None:
    """Which resume belongs to the interview; None: there is none. The panel reads the rest when opened."""
    row = _row(db, seated)
    return None if row is None else {"id": row.id, "state": row.state, "file_name": row.file_name}


def get(db: Session, who: CandidateGrant | Actor, interview_id: str) -> ResumeView:
    """The resume for this seat; NotFound for everybody else, and where there is none."""
    seated = _seated(db, who, interview_id)
    row = _row(db, seated)
    if row is None:
        raise NotFound()
    if row.state in (ResumeState.QUEUED, ResumeState.READING):
        return ResumeView(file_name=row.file_name, kind="waiting", has_file=bool(row.media_sha256))
    is_pdf = _is_pdf(db, row)
    total = max(1, row.pages_total) if is_pdf else 0
    view = ResumeView(
        file_name=row.file_name,
        kind="pages" if is_pdf else "text",
        pages=min(total, MAX_PAGES),
        pages_total=total,
        text=row.text,
        has_file=bool(row.media_sha256),
    )
    if seated.seat is Seat.INTERVIEWER:
        view.hidden = [HiddenText.model_validate(found) for found in row.hidden]
        view.notes = list(row.notes)
    return view


def original(db: Session, who: CandidateGrant | Actor, interview_id: str) -> Original:
    """The file behind it, for its download and its pages."""
    row = _row(db, _seated(db, who, interview_id))
    if row is None or not row.media_sha256:
        raise NotFound()
    return Original(row.media_sha256, row.file_name, _is_pdf(db, row))


def kept_page(db: Session, sha256: str, number: int) -> KeptPage | None:
    """Whoever asks was checked by `original`."""
    row = db.get(ResumePage, (sha256, number))
    return None if row is None else KeptPage(**row.model_dump(include=set(KeptPage.model_fields)))


def keep_page(db: Session, sha256: str, number: int, picture_sha256: str, made: PagePicture) -> None:
    """Two who look at the same page at once make it twice; the picture is the same."""
    now: datetime = clock.now()
    db.merge(
        ResumePage(
            media_sha256=sha256,
            number=number,
            picture_sha256=picture_sha256,
            width=made.width,
            height=made.height,
            text=made.text,
            made_at=now,
        )
    )


def _seated(db: Session, who: CandidateGrant | Actor, interview_id: str) -> Seated:
    seated = room_access.seated(db, who, interview_id)
    if seated.seat not in SHOWN or not room_access.is_inside(seated):
        raise NotFound()
    return seated


def _row(db: Session, seated: Seated) -> Resume | None:
    resume_id = seated.interview.resume_id
    return db.get(Resume, resume_id) if resume_id else None


def _is_pdf(db: Session, row: Resume) -> bool:
    media = db.get(MediaFile, row.media_sha256) if row.media_sha256 else None
    return media is not None and media.media_type == PDF


SECTION = Section(section, seats=SHOWN)
