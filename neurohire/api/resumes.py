"""Resume files over HTTP: one raw body a file, and the original back as a download."""

from __future__ import annotations

from urllib.parse import quote, unquote

from fastapi import APIRouter, Header, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel

from neurohire.api.identity import Staff, State
from neurohire.errors import Rejected
from neurohire.resumes.file_names import safe_display_name
from neurohire.services import access, resume_intake, resume_rows, resumes
from neurohire.vocabulary import RejectionCode, ResumeState

router = APIRouter(prefix="/api/v1", tags=["resumes"])


class Uploaded(BaseModel):
    """What became of one file; `code` and `message` are set when it was refused."""

    id: str
    file_name: str
    state: ResumeState
    code: str
    message: str


@router.post("/positions/{position_id}/resumes", status_code=201)
async def upload_resume(
    position_id: str, request: Request, actor: Staff, state: State, x_file_name: str = Header("resume")
) -> Uploaded:
    """Take in one file: the body is the file itself, X-File-Name its percent-encoded name."""
    name = safe_display_name(unquote(x_file_name))
    await state.database.read(access.position, actor, position_id)
    limit = state.settings.max_resume_mb * 1024 * 1024
    try:
        received = await state.media.receive(request.stream(), limit)
    except Rejected as refusal:
        row_id = await state.database.transact(
            resumes.add_rejected, actor, position_id, name, RejectionCode.TOO_LARGE, refusal.message
        )
    else:
        row_id = await resume_intake.take_in(
            state.database, state.media, state.settings, actor, position_id, received, name
        )
    row = await state.database.read(resume_rows.get_row, actor, row_id)
    return Uploaded(**row.model_dump(include=set(Uploaded.model_fields)))


@router.get("/resumes/{resume_id}/file", response_class=FileResponse)
async def download_resume(resume_id: str, actor: Staff, state: State) -> FileResponse:
    """The original as a download; it is never shown by the browser itself."""
    sha256, name = await state.database.read(resume_rows.file_of, actor, resume_id)
    return FileResponse(
        state.media.path(sha256),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )
