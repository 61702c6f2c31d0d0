"""The HTTP and WebSocket edge. A new router gets one line here; the catch-all stays last."""

from __future__ import annotations

from fastapi import FastAPI


def include_routers(app: FastAPI) -> None:
    """All routes but the pages."""
    from neurohire.api import (
        calendar_files,
        call_recordings,
        candidates,
        docs,
        documents,
        frames,
        generate,
        health,
        interviews,
        my,
        my_news,
        notes,
        problems,
        questions,
        recordings,
        resumes,
        room_chat,
        room_questions,
        room_resume,
        sandbox,
        sockets,
        speech,
    )

    for module in (
        health,
        docs,
        sockets,
        generate,
        interviews,
        documents,
        frames,
        calendar_files,
        notes,
        resumes,
        candidates,
        my,
        my_news,
        questions,
        recordings,
        call_recordings,
        speech,
        room_chat,
        room_questions,
        room_resume,
        sandbox,
        problems,  # last: answers 404 for every other address under /api
    ):
        app.include_router(module.router)
