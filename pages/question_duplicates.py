"""Questions that read alike, in pairs: merge them, or leave them."""

from __future__ import annotations

import asyncio

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from components.dialogs import confirm
from components.interview_words import TYPES, several
from components.page import page
from components.pieces import button, card, empty_state, line, page_header, stack, tag, text
from components.pool_words import source_words
from components.toast import toast
from neurohire.services import pool_merge
from neurohire.services.pool_list import PoolRow
from neurohire.services.pool_merge import LikelyPair
from pages.team import Desk


def register() -> None:
    """The address of this page."""

    @page("/questions/duplicates")
    async def duplicates(request: Request) -> Response | None:
        desk = Desk(request)
        rows = await desk.open(pool_merge.candidates)
        if rows is None:
            return desk.to_login()
        pairs = await asyncio.to_thread(pool_merge.pairs, rows)
        with desk.page("Likely duplicates", "questions"):
            page_header(
                "Likely duplicates",
                "Questions of one type that share most of their words. A merged one is never planned again; "
                "its uses and scores count for the kept one.",
                back=("Questions", "/questions"),
            )
            _Pairs(desk, len(rows), pairs)
        return None


class _Pairs:
    """Drawn anew after a merge, because a question may stand in several pairs."""

    def __init__(self, desk: Desk, looked_at: int, pairs: list[LikelyPair]) -> None:
        self.desk = desk
        self.place = stack()
        self._draw(looked_at, pairs)

    def _draw(self, looked_at: int, pairs: list[LikelyPair]) -> None:
        self.place.clear()
        with self.place:
            if not pairs:
                empty_state("No two questions read alike", f"{looked_at:,} were compared.", picture="check")
                return
            text(
                f"{several(len(pairs), 'pair')} among {looked_at:,} questions, the most alike first.", "muted"
            )
            for pair in pairs:
                self._pair(pair)

    def _pair(self, pair: LikelyPair) -> None:
        with card(f"{pair.likeness:.0%} alike", level=3), ui.element("div").classes("grid grid-two"):
            self._side(pair.first, pair.second)
            self._side(pair.second, pair.first)

    def _side(self, row: PoolRow, other: PoolRow) -> None:
        with stack():
            with line():
                tag(TYPES[row.type], "accent")
                text(f"{source_words(row)} · {row.skill} · used {row.uses:,}", "muted small", tag="span")
            text(row.text, "keep-lines pool-words")

            async def keep() -> None:
                await self.merge(row, other)

            with line():
                button("Keep this one", self.desk.act(keep)).mark(f"keep-{row.id}")

    async def merge(self, kept: PoolRow, gone: PoolRow) -> None:
        sure = await confirm(
            "Merge these two?",
            f"“{kept.text[:120]}” is kept. The other is never planned again; its uses and scores count here. "
            "You can undo this.",
            action="Merge them",
        )
        if not sure:
            return
        await self.desk.change(pool_merge.merge, kept.id, gone.id)
        toast("Merged", undo=self.desk.act(lambda: self.part(gone.id)), seconds=12)
        await self.show()

    async def part(self, gone_id: str) -> None:
        await self.desk.change(pool_merge.part, gone_id)
        toast("Both stand on their own again")
        await self.show()

    async def show(self) -> None:
        rows = await self.desk.read(pool_merge.candidates)
        self._draw(len(rows), await asyncio.to_thread(pool_merge.pairs, rows))
