"""A candidate's own resume as a download: for the person it is about, and by no token."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import FileResponse

from neurohire.api.identity import Asking, State
from neurohire.services import my_page

router = APIRouter(prefix="/api/v1/my", tags=["candidates"])


@router.get("/resumes/{resume_id}/file", response_class=FileResponse)
async def download_my_resume(resume_id: str, identity: Asking, state: State) -> FileResponse:
    """The original as a download; it is never shown by the browser itself."""
    sha256, name = await state.database.read(my_page.resume_file, identity, resume_id)
    return FileResponse(
        state.media.path(sha256),
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "Cache-Control": "no-store",
        },
    )
