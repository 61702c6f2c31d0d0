"""A new question, a copy, or the next version of one; two who edit at once both see what the other wrote."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.page import page
from components.pieces import button, card, line, link_button, note, page_header, stack, text
from components.question_form import QuestionFields
from components.question_view import word_changes
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.errors import Rejected
from neurohire.models.questions import Question
from neurohire.questions.word_diff import changes
from neurohire.services import pool_sheet, question_pool
from neurohire.services.pool_sheet import PoolDetail
from neurohire.services.question_pool import Moved, Outcome
from neurohire.vocabulary import QuestionSource
from pages.team import Desk

FORM = "This form takes a line of each resume, so its words are fixed. You can retire it."
KEEPS = "Interviews that used an earlier version keep it; new ones get this."


def register() -> None:
    """The addresses of this page."""

    @page("/questions/new")
    async def new_question(request: Request) -> Response | None:
        desk = Desk(request)
        detail = await desk.open(_source, request.query_params.get("from", "")[:80])
        if desk.actor is None:
            return desk.to_login()
        with desk.page("New question", "questions", width="reading"):
            words = (
                "A copy to change as you like." if detail else "For your positions, beside those of the bank."
            )
            page_header("New question", words, back=("Questions", "/questions"))
            _Editor(desk, None, detail.question if detail else None, detail)
        return None

    @page("/questions/{pool_id}/edit")
    async def edit_question(request: Request, pool_id: str) -> Response | None:
        desk = Desk(request)
        detail = await desk.open(pool_sheet.get, pool_id)
        if detail is None:
            return desk.to_login()
        with desk.page("Edit a question", "questions", width="reading"):
            page_header("Edit a question", KEEPS, back=("Questions", f"/questions?open={detail.row.id}"))
            if detail.row.source is QuestionSource.RESUME:
                note(FORM)
            else:
                _Editor(desk, detail, detail.question, detail)
        return None


class _Editor:
    """The form; `seen` is the version that is being changed."""

    def __init__(
        self, desk: Desk, detail: PoolDetail | None, question: Question | None, source: PoolDetail | None
    ) -> None:
        assert desk.actor is not None
        self.desk, self.detail = desk, detail
        self.seen = detail.row.version if detail else 0
        self.conflict = stack()
        may_open = detail is None or (
            detail.row.source is QuestionSource.RECRUITER and not detail.for_interview
        )
        is_open = detail.row.is_open if detail else desk.actor.is_admin
        language = source.row.language if source else "en"
        if detail is None and question is not None:
            question = question.model_copy(update={"source": QuestionSource.RECRUITER, "quoted_fact": ""})
        self.fields = QuestionFields(question, language=language, is_open=is_open, may_open=may_open)
        with line():
            self.label = f"Save as version {self.seen + 1}" if detail else "Add question"
            self.save_button = button(self.label, desk.act(self.save), kind="primary").mark("save-question")
            back = f"/questions?open={detail.row.id}" if detail else "/questions"
            link_button("Cancel", back, kind="quiet")

    async def save(self) -> None:
        """Nothing typed is lost, whatever comes in between."""
        question = self.fields.read()
        if question is None:
            toast("Please look at the fields marked above.", tone="bad")
            return
        self.save_button.set_busy(True)
        try:
            await (self.add(question) if self.detail is None else self.change(self.detail.row.id, question))
        finally:
            self.save_button.set_busy(False)

    async def add(self, question: Question, even_if_alike: bool = False) -> None:
        added = await self.desk.change(
            question_pool.add,
            question,
            language=str(self.fields.language.value or "en"),
            is_open=bool(self.fields.is_open.value),
            even_if_alike=even_if_alike,
        )
        if added.outcome is Outcome.ADDED:
            ui.navigate.to(f"/questions?open={added.id}")
        elif added.outcome is Outcome.KNOWN:
            raise Rejected("This very question is in the pool already. Search for its words to find it.")
        else:
            other = await self.desk.read(pool_sheet.get, added.id)
            self._show_alike(question, other)

    async def change(self, pool_id: str, question: Question) -> None:
        try:
            await self.desk.change(
                question_pool.edit,
                pool_id,
                question,
                seen=self.seen,
                language=str(self.fields.language.value or "en"),
                is_open=bool(self.fields.is_open.value),
            )
        except Moved as moved:
            self._show_conflict(moved, question, await self.desk.read(pool_sheet.get, pool_id))
            return
        ui.navigate.to(f"/questions?open={pool_id}")

    def _show_alike(self, question: Question, other: PoolDetail) -> None:
        self.conflict.clear()
        with self.conflict, card("One like it is there"):
            text(other.question.text, "keep-lines")
            with line():
                link_button("Open that one", f"/questions?open={other.row.id}")

                async def add_anyway() -> None:
                    await self.add(question, even_if_alike=True)

                button("Add mine all the same", self.desk.act(add_anyway), kind="primary").mark("add-anyway")
        self._look_up()

    def _show_conflict(self, moved: Moved, mine: Question, theirs: PoolDetail) -> None:
        """What they changed against what both began with, and what saving mine would do to theirs."""
        newest = theirs.versions[0]
        self.conflict.clear()
        with self.conflict, card("Somebody was faster"):
            note(moved.message, tone="attention")
            text(f"Version {newest.number}{f' by {newest.by}' if newest.by else ''} changed", tag="h3")
            word_changes(newest.changes)
            text("Yours against it", tag="h3")
            against = changes(newest.question, mine)
            word_changes(against)
            if not against:
                text("The same words. There is nothing to save.", "muted")
        self.seen = newest.number
        self.save_button.text = f"Save mine as version {self.seen + 1}"
        self._look_up()

    def _look_up(self) -> None:
        self.conflict.run_method("scrollIntoView", {"block": "center"})


def _source(db: Session, actor: Actor, pool_id: str) -> PoolDetail | None:
    return pool_sheet.get(db, actor, pool_id) if pool_id else None
