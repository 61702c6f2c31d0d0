"""Questions aloud: audio by the service or the embedded voice, or 204; and a sample of a voice for admins."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel, Field

from neurohire.ai.failures import ModelFailed
from neurohire.api.identity import Admin, State
from neurohire.api.recordings import Grant
from neurohire.errors import Unavailable
from neurohire.services import speech, speech_ahead, voices
from neurohire.services.speaking import Sound

router = APIRouter(prefix="/api/v1", tags=["speech"])
SAMPLES = "20/10 minute"


class SampleForm(BaseModel):
    """Empty voice: the embedded one."""

    voice: str = Field("", max_length=200)
    language: str = Field("en", max_length=10)


@router.get("/interviews/{interview_id}/questions/{question_id}/speech", response_class=Response)
async def speak_question(
    question_id: str, grant: Grant, state: State, follow_up: Annotated[int, Query(ge=0, le=2)] = 0
) -> Response:
    """Audio of a question that was asked; 204: let the browser speak it."""
    asked = await state.database.read(speech.text_to_speak, grant, question_id, follow_up)
    sound = await state.speaking.for_candidate(asked)
    if state.speaking.has_service and (sound is None or sound.is_new or sound.is_stopgap):
        with suppress(Unavailable):  # it is only for the next questions
            await state.database.transact(speech_ahead.begin_by_id, grant.interview_id)
    return Response(status_code=204) if sound is None else _sent(sound)


@router.post("/voices/sample", response_class=Response)
async def speak_sample(form: SampleForm, actor: Admin, state: State) -> Response:
    """A sentence by the voice in the language; a 503 says in words why there is none."""
    state.limits.check(f"voice-sample:{actor.user_id}", SAMPLES)
    asked = voices.sample(form.language)
    try:
        sound = await state.speaking.sample(asked, voices.checked(form.voice) if form.voice else "")
    except ModelFailed as failure:
        raise voices.NoSample(failure.reason) from failure
    if sound is None:
        raise voices.NoSample(None)
    return _sent(sound)


def _sent(sound: Sound) -> Response:
    kept = "no-store" if sound.is_stopgap else "private, max-age=3600"
    headers = {"Cache-Control": kept}
    if sound.path is None:
        return Response(sound.data, media_type=sound.media_type, headers=headers)
    return FileResponse(sound.path, media_type=sound.media_type, headers=headers)
