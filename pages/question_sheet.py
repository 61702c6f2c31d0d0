"""The sheet beside the list: one question in full, and what may be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui
from sqlmodel import Session

from components.dialogs import confirm, side_sheet
from components.fields import select_field
from components.interview_words import several
from components.pieces import button, line, link_button, stack, text
from components.question_view import question_view
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.services import pins, pool_merge, pool_sheet, positions, question_pool
from neurohire.services.pool_sheet import PoolDetail
from neurohire.vocabulary import PoolState, QuestionSource
from pages.team import Desk

MOST_POSITIONS = 200


class QuestionSheet:
    """Opens for a question and shows it anew after every change."""

    def __init__(self, desk: Desk, on_change: Callable[[], Awaitable[None]]) -> None:
        self.desk, self.on_change = desk, on_change
        self.sheet: ui.dialog | None = None

    async def open(self, pool_id: str) -> None:
        detail = await self.desk.read(pool_sheet.get, pool_id)
        if self.sheet is not None:
            self.sheet.delete()
        with side_sheet("Question", width=680) as self.sheet:
            self.body = stack()
        self._draw(detail)
        self.sheet.open()

    def _draw(self, detail: PoolDetail) -> None:
        self.body.clear()
        with self.body:
            self._buttons(detail)
            question_view(detail, self.desk.zone)

    def _buttons(self, detail: PoolDetail) -> None:
        row, act = detail.row, self.desk.act
        with line().classes("pool-actions"):
            if row.state is PoolState.MERGED:
                button("Undo the merge", act(lambda: self.part(row.id)), icon="undo").mark("part")
                return
            if row.state is PoolState.RETIRED:
                button("Bring it back", act(lambda: self.restore(row.id)), icon="undo").mark("restore")
            elif row.source is not QuestionSource.RESUME:
                use = button(
                    "Use in a position", act(lambda: self.use(row.id)), kind="primary", icon="positions"
                )
                use.mark("use-in-position")
            if row.source is not QuestionSource.RESUME:
                link_button("Edit", f"/questions/{row.id}/edit", icon="edit")
                link_button("Copy", f"/questions/new?from={row.id}", kind="quiet", icon="copy")
            if row.state is PoolState.ACTIVE:
                button("Retire", act(lambda: self.retire(detail)), kind="quiet").mark("retire")

    async def retire(self, detail: PoolDetail) -> None:
        pool_id = detail.row.id
        sure = await confirm(
            "Retire this question?",
            "It is never planned again. Interviews that have it keep it, and you can bring it back.",
            action="Retire it",
        )
        if not sure:
            return
        sets = await self.desk.change(question_pool.retire, pool_id)
        words = (
            f"Retired. {several(sets, 'interview')} not begun yet still {_have(sets)} it."
            if sets
            else "Retired"
        )
        toast(words, undo=self.desk.act(lambda: self.restore(pool_id)), seconds=10)
        await self._changed(pool_id)

    async def restore(self, pool_id: str) -> None:
        await self.desk.change(question_pool.restore, pool_id)
        toast("It may be planned again")
        await self._changed(pool_id)

    async def part(self, pool_id: str) -> None:
        await self.desk.change(pool_merge.part, pool_id)
        toast("Both stand on their own again")
        await self._changed(pool_id)

    async def use(self, pool_id: str) -> None:
        """Choose one of one's own positions; its new sets get the question."""
        detail, mine = await self.desk.read(_with_positions, pool_id)
        left = {name: title for name, title in mine.items() if name not in dict(detail.pinned)}
        with ui.dialog() as dialog, ui.element("div").classes("dialog") as box:
            box.props.update({"role": "dialog", "aria-label": "Use in a position"})
            text("Use in a position", tag="h2")
            text("Every new interview of the position gets this question. Sets made before stay as they are.")
            if not left:
                text("Every position of yours has it, or you have none yet.", "muted")
            only = next(iter(left)) if len(left) == 1 else None
            chosen = select_field("Position", left, value=only, search=len(left) > 8) if left else None
            with ui.element("div").classes("dialog-actions"):
                button("Cancel", lambda: dialog.submit(None))
                if chosen is not None:
                    button("Use it there", lambda: dialog.submit(chosen.value), kind="primary").mark("pin")
        position_id = await dialog
        dialog.delete()
        if position_id:
            await self.pin(pool_id, str(position_id), left.get(str(position_id), ""))

    async def pin(self, pool_id: str, position_id: str, title: str) -> None:
        without = await self.desk.change(pins.pin, pool_id, position_id)
        toast(f"New interviews of {title} get it")
        await self._changed(pool_id)
        if without and await confirm(
            f"Also add it to {several(without, 'interview')}?",
            "Those are made and not begun yet. Each gets one more question, at the end.",
            action=f"Add it to {several(without, 'interview')}",
            keep="Leave them as they are",
        ):
            given = await self.desk.change(pins.add_to_sets, pool_id, position_id)
            toast(f"Added to {several(given, 'interview')}")
            await self._changed(pool_id)

    async def _changed(self, pool_id: str) -> None:
        await self.on_change()
        if self.sheet is not None and self.sheet.value:
            self._draw(await self.desk.read(pool_sheet.get, pool_id))


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _with_positions(db: Session, actor: Actor, pool_id: str) -> tuple[PoolDetail, dict[str, str]]:
    rows, _ = positions.list_rows(db, actor, limit=MOST_POSITIONS)
    return pool_sheet.get(db, actor, pool_id), {row.id: row.title for row in rows}
