"""The shared code editor as a NiceGUI element; what is typed never passes through NiceGUI."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from nicegui.element import Element
from nicegui.events import GenericEventArguments

import components.es_modules  # noqa: F401

ClipboardPolicy = Literal["allowed", "recorded", "blocked"]


class CodeEditor(Element, component="code_editor.js"):
    """`person` keeps the local copies of two people who share a browser apart: pass the participant's id."""

    def __init__(
        self,
        document_id: str,
        language: str = "python",
        *,
        person: str = "",
        read_only: bool = False,
        clipboard_policy: ClipboardPolicy = "allowed",
        label: str = "Code editor",
        on_status: Callable[[dict[str, Any]], None] | None = None,
        on_clipboard: Callable[[dict[str, Any]], None] | None = None,
    ) -> None:
        super().__init__()
        self.status: dict[str, Any] = {"state": "connecting", "waiting": 0, "people": [], "seq": 0}
        self._on_status, self._on_clipboard = on_status, on_clipboard
        self._props.update(
            {
                "document-id": document_id, "person": person, "language": language, "read-only": read_only,
                "clipboard-policy": clipboard_policy, "label": label,
            }
        )  # fmt: skip
        self.classes("nh-editor-frame")
        # Listeners must exist before the first render: one added later mounts the element anew.
        if on_status is not None:
            self.on("status", self._take_status)
        if on_clipboard is not None:
            self.on("clipboard", self._take_clipboard)

    def open(self, document_id: str) -> None:
        """Shows another document in the same place."""
        self._props["document-id"] = document_id

    def set_language(self, language: str) -> None:
        self._props["language"] = language

    def set_read_only(self, read_only: bool) -> None:
        """Only what the person sees: the right itself is checked by the document room."""
        self._props["read-only"] = read_only

    def set_clipboard_policy(self, policy: ClipboardPolicy) -> None:
        self._props["clipboard-policy"] = policy

    def focus(self) -> None:
        self.run_method("focus")

    def _take_status(self, event: GenericEventArguments) -> None:
        if event.args["seq"] > self.status["seq"] and self._on_status is not None:
            self.status = event.args
            self._on_status(event.args)

    def _take_clipboard(self, event: GenericEventArguments) -> None:
        if self._on_clipboard is not None:
            self._on_clipboard(event.args)
