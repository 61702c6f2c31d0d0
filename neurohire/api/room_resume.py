"""The resume of a live interview over HTTP: what it is, its pages as pictures, the file as a download."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import FileResponse
from pydantic import BaseModel

from neurohire.api.identity import State
from neurohire.api.seats import Sitting
from neurohire.errors import NotFound
from neurohire.resumes.pdf import MAX_PAGES
from neurohire.services import room_resume
from neurohire.services.room_resume import KeptPage, ResumeView
from neurohire.state import AppState

router = APIRouter(prefix="/api/v1/interviews/{interview_id}/resume", tags=["live interviews"])
Number = Annotated[int, Path(ge=1, le=MAX_PAGES)]


class PageText(BaseModel):
    """A page's size and its words."""

    number: int
    width: int
    height: int
    text: str


@router.get("")
async def get_resume(interview_id: str, who: Sitting, state: State) -> ResumeView:
    """For the interviewers of this interview and for the candidate."""
    return await state.database.read(room_resume.get, who, interview_id)


@router.get("/file", response_class=FileResponse)
async def get_resume_file(interview_id: str, who: Sitting, state: State) -> FileResponse:
    """The original as a download; it is never shown by the browser itself."""
    original = await state.database.read(room_resume.original, who, interview_id)
    return FileResponse(
        state.media.path(original.sha256),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(original.file_name)}"},
    )


@router.get("/pages/{page}")
async def get_resume_page(interview_id: str, page: Number, who: Sitting, state: State) -> PageText:
    """The words of a page, as far as a reader sees them."""
    found = await _page(interview_id, page, who, state)
    return PageText(number=page, width=found.width, height=found.height, text=found.text)


@router.get("/pages/{page}/picture", response_class=FileResponse)
async def get_resume_picture(interview_id: str, page: Number, who: Sitting, state: State) -> FileResponse:
    """A page as a picture."""
    found = await _page(interview_id, page, who, state)
    return FileResponse(state.media.path(found.picture_sha256), media_type="image/webp")


async def _page(interview_id: str, number: int, who: Sitting, state: AppState) -> KeptPage:
    original = await state.database.read(room_resume.original, who, interview_id)
    if not original.is_pdf:
        raise NotFound()
    return await state.resume_pages.page(original, number)
