"""How the code of an interview came about: a slider over every edit, in the report."""

from __future__ import annotations

from nicegui.element import Element

import components.es_modules  # noqa: F401


class CodePlayback(Element, component="code_playback.js"):
    """Asks the history route itself, which checks whether the viewer may see the interview."""

    def __init__(self, interview_id: str, document_id: str, *, starts_at: str = "") -> None:
        """`starts_at`: the moment to show first (ISO 8601); empty: the end."""
        super().__init__()
        self.props.update({"interview-id": interview_id, "document-id": document_id, "starts-at": starts_at})

    def jump(self, at: str) -> None:
        """To this moment (ISO 8601): a bookmark, a question's start."""
        self.run_method("jump", at)
