"""The questions that a position asks every candidate; chosen in the pool, taken out here."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from components.interview_words import TYPES, several
from components.page import page
from components.pieces import button, card, empty_state, line, link_button, stack, status_chip, tag, text
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.services import pins, positions
from neurohire.services.pins import Pin
from neurohire.services.positions import PositionView
from neurohire.vocabulary import QuestionType
from pages.position_edit import position_head, position_tabs
from pages.team import Desk


def register() -> None:
    """The address of this page."""

    @page("/positions/{position_id}/questions")
    async def position_questions(request: Request, position_id: str) -> Response | None:
        desk = Desk(request)
        shown = await desk.open(_shown, position_id)
        if shown is None:
            return desk.to_login()
        view, found = shown
        with desk.page(f"Questions of {view.title}", "positions", width="wide"):
            position_head(view)
            position_tabs(view.id, "Questions")
            _Pins(desk, view, found)
        return None


class _Pins:
    """The list, drawn anew when it has changed."""

    def __init__(self, desk: Desk, view: PositionView, found: list[Pin]) -> None:
        self.desk, self.id = desk, view.id
        with card("Asked of every candidate"):
            text("First in each new set; the rest is chosen for each resume, unlike anybody else's.", "muted")
            self.place = stack()
            link_button("Choose from the questions", "/questions", icon="questions").classes("self-start")
        self._draw(view, found)
        desk.listen((f"position:{self.id}", "questions"), self.changed)

    async def changed(self, _events: object) -> None:
        await self.show()

    async def show(self) -> None:
        self._draw(*await self.desk.read(_shown, self.id))

    def _draw(self, view: PositionView, found: list[Pin]) -> None:
        self.place.clear()
        with self.place:
            if not found:
                empty_state(
                    "None yet",
                    "Open a question and press “Use in a position” to ask it of everybody here.",
                    picture="questions",
                )
            for words in too_many(view, found):
                text(words, "muted small")
            for pin in found:
                self._pin(pin)

    def _pin(self, pin: Pin) -> None:
        with ui.element("div").classes("pin"):
            with line():
                tag(TYPES[pin.type], "accent")
                tag(pin.skill)
                if pin.is_retired:
                    status_chip("Retired: new sets go without it", "attention")
            link = text(pin.text, "question-words keep-lines cell-open", tag="a")
            link.props["href"] = f"/questions?open={pin.pool_id}"

            async def add() -> None:
                given = await self.desk.change(pins.add_to_sets, pin.pool_id, self.id)
                toast(f"Added to {several(given, 'interview')}")
                await self.show()

            async def remove() -> None:
                await self.desk.change(pins.unpin, pin.pool_id, self.id)
                toast("Taken out. Sets made with it keep it.", undo=self.desk.act(again))
                await self.show()

            async def again() -> None:
                await self.desk.change(pins.pin, pin.pool_id, self.id)
                await self.show()

            with line():
                if pin.sets_without:
                    words = f"Also add to {several(pin.sets_without, 'interview')} not begun"
                    button(words, self.desk.act(add), icon="add").mark(f"add-{pin.pool_id}")
                out = button("Take out", self.desk.act(remove), kind="quiet", icon="remove")
                out.mark(f"unpin-{pin.pool_id}")


def too_many(view: PositionView, found: list[Pin]) -> list[str]:
    """More than the position asks for of a type: the last ones are left out."""
    words = []
    for kind in QuestionType:
        pinned = sum(pin.type is kind and not pin.is_retired for pin in found)
        room = view.question_counts.get(kind, 0)
        if pinned > room:
            name = TYPES[kind].lower()
            asks = several(room, f"{name} question")
            words.append(f"The position asks {asks}; of the {pinned} here the first are taken.")
    return words


def _shown(db: Session, actor: Actor, position_id: str) -> tuple[PositionView, list[Pin]]:
    return positions.get(db, actor, position_id), pins.of_position(db, actor, position_id)
