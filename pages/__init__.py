"""The pages. Each module has `register()` for its @ui.page functions, `router` for plain routes, or both.

A new module gets its name here.
"""

from __future__ import annotations

from importlib import import_module

from fastapi import FastAPI

MODULES: tuple[str, ...] = (
    "login",
    "setup",
    "join",
    "home",
    "search",
    "positions",
    "position_edit",
    "position",
    "interviews",
    "schedule",
    "week",
    "interview",
    "report",
    "candidates",
    "candidate_new",
    "candidate",
    "questions",
    "question_edit",
    "question_duplicates",
    "position_questions",
    "account",
    "settings",
    "users",
    "landing",
    "my",
    "welcome",
    "interview_stage",
    "receipt",
    "room",
    "waiting_room",
    "network_check",
    "reliability",
)


def register_pages(app: FastAPI) -> None:
    """Called inside create_app(), before NiceGUI is mounted, so that every app has its own routes."""
    for name in MODULES:
        module = import_module(f"pages.{name}")
        if router := getattr(module, "router", None):
            app.include_router(router)
        if register := getattr(module, "register", None):
            register()
