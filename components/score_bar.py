"""A score from 0 to 4 with the anchors of its rubric line; None is "not assessed"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nicegui.element import Element


class ScoreBar(Element, component="score_bar.js"):
    """`anchors` are the five sentences for 0 to 4; `source` says where the score comes from."""

    def __init__(
        self,
        label: str,
        score: int | None,
        *,
        anchors: Sequence[str] = (),
        source: str = "",
        weight: str = "",
    ) -> None:
        super().__init__()
        self.props.update(
            {"label": label, "score": score, "anchors": tuple(anchors), "source": source, "weight": weight}
        )

    def set_score(self, score: int | None, source: str = "") -> None:
        """Show another score."""
        self.props["score"] = score
        self.props["source"] = source

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        score = "not assessed" if self.props["score"] is None else f"{self.props['score']} of 4"
        shown = [self.props["label"], score, self.props["source"], *self.props["anchors"]]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]
