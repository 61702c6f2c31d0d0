"""A new position, or the settings of one: description, proposals from it, mix of questions, policy."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from nicegui import ui
from sqlmodel import Session

from components.page import page
from components.page_header import PageHeader
from components.pieces import button, line, link_button, link_tabs, note, page_header
from components.position_form import PositionFields
from components.sharing import Sharing
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.errors import DomainError, Rejected
from neurohire.positions.description import Described, describe
from neurohire.questions.request import default_counts
from neurohire.resumes.file_names import safe_display_name
from neurohire.resumes.skills import find_skills
from neurohire.resumes.text import read_text
from neurohire.services import positions
from neurohire.services.accounts import colleagues
from neurohire.services.positions import PositionForm, PositionView
from neurohire.state import AppState
from neurohire.workers import WorkFailed
from pages.team import SIGNED_OUT, Desk, staff_of

router = APIRouter(include_in_schema=False)
UPLOAD = "/positions/description"
UNREADABLE = "This file could not be read. Please paste the text instead."
QUESTIONS = 10


@router.post(UPLOAD)
async def read_description(request: Request) -> Response:
    """The text of an uploaded description, read in a worker; nothing is kept."""
    if await staff_of(request) is None:
        return JSONResponse({"code": "not_signed_in", "message": SIGNED_OUT}, 401)
    state: AppState = request.app.state.neurohire
    name = safe_display_name(unquote(request.headers.get("x-file-name", "description")))
    try:
        path = await state.media.receive(request.stream(), state.settings.max_resume_mb * 1024 * 1024)
        try:
            read = await state.workers.run("resumes", read_text, path, name)
        finally:
            state.media.discard(path)
    except DomainError as error:
        return JSONResponse({"code": error.code, "message": error.message}, error.status)
    except WorkFailed:
        return JSONResponse({"code": "unreadable", "message": UNREADABLE}, 422)
    return JSONResponse({"text": read.text})


def register() -> None:
    """The addresses of this page."""

    @page("/positions/new")
    async def new_position(request: Request) -> Response | None:
        desk = Desk(request)
        if await desk.open(_nothing) is None:
            return desk.to_login()
        with desk.page("New position", "positions", width="reading"):
            page_header(
                "New position", "Everything here can be changed later.", back=("Positions", "/positions")
            )
            _Editor(desk, _empty(desk), None)
        return None

    @page("/positions/{position_id}/settings")
    async def position_settings(request: Request, position_id: str) -> Response | None:
        desk = Desk(request)
        shown = await desk.open(_with_team, position_id)
        if shown is None:
            return desk.to_login()
        view, team = shown
        with desk.page(f"Settings of {view.title}", "positions", width="reading"):
            position_head(view)
            position_tabs(view.id, "Settings")
            note("Changes count for resumes added from now on; interviews already made keep their questions.")
            _Editor(desk, PositionForm(**view.model_dump(include=set(PositionForm.model_fields))), view)
            _Shared(desk, view, team)
        return None


def _empty(desk: Desk) -> PositionForm:
    """What a new position starts with."""
    language = desk.state.settings.default_language
    return PositionForm(language=language, question_counts=default_counts(QUESTIONS))


def position_head(view: PositionView) -> PageHeader:
    """`with position_head(view):` takes the actions."""
    total = sum(view.question_counts.values())
    sentence = f"AI-led · {view.minutes} minutes · {total} questions for each candidate"
    return page_header(view.title, sentence, back=("Positions", "/positions"))


def position_tabs(position_id: str, active: str) -> None:
    base = f"/positions/{position_id}"
    tabs = [("Candidates", base), ("Questions", f"{base}/questions"), ("Settings", f"{base}/settings")]
    link_tabs(tabs, active)


class _Editor:
    """The form with its buttons."""

    def __init__(self, desk: Desk, form: PositionForm, view: PositionView | None) -> None:
        self.desk, self.view = desk, view
        self.fields = PositionFields(form, UPLOAD, desk.csrf, desk.act(self.read))
        with line():
            label = "Save changes" if view else "Create position"
            self.save_button = button(label, desk.act(self.save), kind="primary").mark("save-position")
            link_button("Cancel", f"/positions/{view.id}" if view else "/positions", kind="quiet")

    async def read(self) -> None:
        """Propose from the description, in a thread: a long one takes a moment."""
        words = str(self.fields.description.value or "")
        await self.desk.who()
        if not words.strip():
            raise Rejected("Paste the job description first, then it can be read.")
        longest = self.desk.state.settings.max_description_chars
        if len(words) > longest:
            words = f"The description is longer than {longest:,} characters. Please shorten it."
            self.fields.complain(Rejected(words, code="too_long"))
            return
        self.fields.read.set_busy(True)
        try:
            found = await asyncio.to_thread(_described, words)
        finally:
            self.fields.read.set_busy(False)
        self.fields.clear_errors()
        self.fields.propose(found, default_counts(QUESTIONS, is_technical=found.is_technical))
        toast("Read. Please check what was proposed.")

    async def save(self) -> None:
        """Create or change; an error stands under its field and nothing typed is lost."""
        self.fields.clear_errors()
        self.save_button.set_busy(True)
        try:
            if self.view is None:
                made = await self.desk.change(positions.create, self.fields.form())
                ui.navigate.to(f"/positions/{made.id}")
            else:
                await self.desk.change(positions.change, self.view.id, self.fields.form())
                toast("Saved")
        except Rejected as error:
            if self.fields.complain(error):
                toast("Please look at the field marked above.", tone="bad")
        finally:
            self.save_button.set_busy(False)


class _Shared:
    """The colleagues who work on the position."""

    def __init__(self, desk: Desk, view: PositionView, team: dict[str, str]) -> None:
        self.desk, self.id = desk, view.id
        words = "They see the position and the interviews it has now. Admins see everything."
        self.sharing = Sharing(words, desk.act(self.share))
        self.sharing.show(view.members, team)

    async def share(self, user_id: str) -> None:
        await self.desk.change(positions.add_member, self.id, user_id)
        view, team = await self.desk.read(_with_team, self.id)
        self.sharing.show(view.members, team)
        toast("Shared")


def _with_team(db: Session, actor: Actor, position_id: str) -> tuple[PositionView, dict[str, str]]:
    return positions.get(db, actor, position_id), colleagues(db, actor)


def _described(words: str) -> Described:
    return describe(words, find_skills(words))


def _nothing(_db: object, _actor: Actor) -> bool:
    return True
