"""POST /api/v1/interviews/generate: job description and resumes in, interview links out."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request

from neurohire.api.identity import Staff, State
from neurohire.api.multipart import Form, FormReader
from neurohire.errors import Rejected
from neurohire.resumes.file_names import safe_display_name
from neurohire.services import generate, resumes
from neurohire.services.generate import GenerateResult, Received
from neurohire.services.positions import PositionView

router = APIRouter(prefix="/api/v1", tags=["interviews"])
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["job_description", "resumes"],
                    "properties": {
                        "job_description": {"type": "string", "description": "Text, or a text file"},
                        "resumes": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "manual_emails": {
                            "type": "string",
                            "description": "JSON object: file name → e-mail address",
                        },
                        "num_questions": {"type": "integer", "default": 10, "minimum": 1},
                    },
                }
            }
        },
    }
}


@router.post("/interviews/generate", openapi_extra=FORM)
async def generate_interviews(request: Request, actor: Staff, state: State) -> GenerateResult:
    """Make a position from the description and one interview per resume; 200 even if all are rejected."""
    settings = state.settings
    reader = FormReader(
        state.media,
        file_bytes=settings.max_resume_mb * 1024 * 1024,
        field_bytes=4 * settings.max_description_chars,
        most_files=settings.max_resumes + 1,  # the description may be a file too
    )
    form = await reader.read(request)
    try:
        files = [
            Received(name=safe_display_name(part.name), path=part.path, refusal=part.refusal)
            for part in form.files
            if part.field == "resumes"
        ]
        resumes.require_count(len(files), settings.max_resumes)
        emails = _emails(form)
        position = await _position(form, actor, state)
        return await generate.take_in_all(
            state.database, state.media, settings, actor, position.id, files, emails
        )
    finally:
        form.discard(state.media)


async def _position(form: Form, actor: Staff, state: State) -> PositionView:
    text = form.fields.get("job_description", "")
    for part in form.files:
        if part.field == "job_description" and part.path is not None:
            text = part.path.read_bytes().decode("utf-8", "replace")
    return await state.database.transact(generate.make_position, actor, text, _number(form))


def _number(form: Form) -> int:
    text = form.fields.get("num_questions", "").strip() or "10"
    if not text.lstrip("-").isdigit() or len(text) > 6:
        raise Rejected("num_questions must be a whole number.", code="bad_number")
    return int(text)


def _emails(form: Form) -> dict[str, str]:
    """File names are compared as they are shown, so that odd ones still match."""
    text = form.fields.get("manual_emails", "").strip()
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Rejected("manual_emails must be a JSON object: file name → address.", code="bad_emails")
    return {safe_display_name(str(name)): value for name, value in found.items()}
