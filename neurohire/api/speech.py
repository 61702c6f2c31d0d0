"""The spoken question: audio by the embedded voice, or 204 when the server has none."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, Response

from neurohire.api.identity import State
from neurohire.api.recordings import Grant
from neurohire.services import speech
from neurohire.speech.embedded import EspeakSpeaker

router = APIRouter(prefix="/api/v1/interviews/{interview_id}", tags=["speech"])
SPEAKER = EspeakSpeaker()


@router.get("/questions/{question_id}/speech", response_class=Response)
async def speak_question(
    question_id: str, grant: Grant, state: State, follow_up: Annotated[int, Query(ge=0, le=2)] = 0
) -> Response:
    """Audio of a question that was asked; 204: let the browser speak it."""
    text, language = await state.database.read(speech.text_to_speak, grant, question_id, follow_up)
    key = speech.key_of(SPEAKER.name, language, text)
    address = await state.database.read(speech.stored, key)
    if address is None:
        spoken = await asyncio.to_thread(SPEAKER.speak, text, language)
        if spoken is None:
            return Response(status_code=204)
        file = await asyncio.to_thread(state.media.put, spoken.data)
        await state.database.transact(speech.keep, key, file, spoken.media_type)
        address = file.sha256
    return FileResponse(
        state.media.path(address), media_type="audio/wav", headers={"Cache-Control": "private, max-age=3600"}
    )
