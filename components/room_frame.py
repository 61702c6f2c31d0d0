"""The frame of the live room: top bar with the clock, panels, bar below, keys; it works without NiceGUI."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nicegui.element import Element
from nicegui.slot import Slot

import components.es_modules  # noqa: F401
from components.room_words import frame_words
from components.stage_words import connection_words
from components.texts import Texts


class RoomFrame(Element, component="room_frame.js"):
    """Slots in which the pieces of the room stand. Make them all, in one order, whatever the interview is."""

    def __init__(
        self,
        interview_id: str,
        viewer: Mapping[str, str],
        texts: Texts,
        *,
        title: str,
        subtitle: str,
        ways: Mapping[str, str],
    ) -> None:
        super().__init__()
        self.props.update(
            {
                "interview-id": interview_id,
                "viewer": dict(viewer),
                "texts": frame_words(texts),
                "connection-texts": connection_words(texts) if viewer["seat"] == "candidate" else None,
                "title": title,
                "subtitle": subtitle,
                "ways": dict(ways),  # where leaving, the end and the waiting room lead to
                "tabs": [],
            }
        )
        self.centre: Slot = self.add_slot("centre")
        """The editor, at least 55 % of the width."""
        self.output: Slot = self.add_slot("output")
        """Under the editor: what a run printed."""
        self.tiles: Slot = self.add_slot("tiles")
        """On the right above: the call."""
        self.chat: Slot = self.add_slot("chat")
        """On the right below."""
        self.top: Slot = self.add_slot("top")
        """In the top bar: people."""
        self.bar: Slot = self.add_slot("bar")
        """Below: microphone, camera, share, focus time, note."""

    def tab(self, name: str, label: str, key: str = "") -> Slot:
        """A panel on the left behind its tab; `key` (as "Alt+1") opens it."""
        self.props["tabs"] = [*self.props["tabs"], {"name": name, "label": label, "key": key}]
        return self.add_slot(f"tab-{name}")

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = [self.props["title"], self.props["subtitle"], *self.props["texts"].values()]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]
