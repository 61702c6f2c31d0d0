"""Lanes over one stretch of time: what happened when, each mark with its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from nicegui.element import Element


class Mark(NamedTuple):
    """One stretch in a lane, in seconds from the start; `words` is what it is called aloud and on hover."""

    key: str
    start: float
    end: float
    words: str
    tone: str = "accent"


class Lane(NamedTuple):
    """One row of the timeline."""

    name: str
    marks: Sequence[Mark]


class TimelineLanes(Element, component="timeline_lane.js"):
    """All lanes of one interview; `on_pick` gets the key of the mark chosen.

    With `jumps` a key is the id of an element of this page, to which the mark leads.
    """

    def __init__(
        self,
        lanes: Sequence[Lane],
        *,
        seconds: float,
        on_pick: Callable[[str], Any] | None = None,
        jumps: bool = False,
    ) -> None:
        super().__init__()
        rows = tuple((lane.name, tuple(tuple(mark) for mark in lane.marks)) for lane in lanes)
        self.props.update({"lanes": rows, "seconds": max(seconds, 1), "jumps": jumps})
        if on_pick:
            self.on("pick", lambda event: on_pick(str(event.args)))

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = [word for name, marks in self.props["lanes"] for word in (name, *(mark[3] for mark in marks))]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]
