"""Drop files or choose them; each is sent by a POST of its own, with its own row, progress and outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from nicegui.element import Element

MEBIBYTE = 1024 * 1024


class SentFile(NamedTuple):
    """What the server said to one file: `answer` is its JSON, `code` and `message` are set when it failed."""

    name: str
    status: int
    answer: Mapping[str, Any]
    code: str = ""
    message: str = ""


class FileDrop(Element, component="file_drop.js"):
    """POSTs the raw body with `X-File-Name` (percent-encoded UTF-8) and the CSRF header; three at a time.

    The limits here only spare people a wait: the route checks again. Events come through NiceGUI's socket and
    may be lost with it, so show outcomes from what the route stored, not from these callbacks alone.
    """

    def __init__(
        self,
        url: str,
        *,
        csrf: str,
        csrf_header: str = "X-CSRF-Token",
        title: str = "Drop resumes here",
        help: str = "PDF, DOCX, DOC or TXT, up to 10 MiB each, 200 at once",
        choose: str = "Choose files",
        accept: Sequence[str] = (".pdf", ".docx", ".doc", ".txt"),
        most_files: int = 200,
        most_bytes: int = 10 * MEBIBYTE,
        on_done: Callable[[SentFile], Any] | None = None,
        on_failed: Callable[[SentFile], Any] | None = None,
        on_finished: Callable[[], Any] | None = None,
    ) -> None:
        super().__init__()
        self.props.update(
            {
                "url": url,
                "csrf": (csrf_header, csrf),
                "title": title,
                "help": help,
                "choose": choose,
                "accept": tuple(accept),
                "mostFiles": most_files,
                "mostBytes": most_bytes,
            }
        )
        if on_done:
            self.on("done", lambda e: on_done(_sent(e.args)))
        if on_failed:
            self.on("failed", lambda e: on_failed(_sent(e.args)))
        if on_finished:
            self.on("finished", lambda _: on_finished())

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = [self.props["title"], self.props["help"], self.props["choose"]]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]


def _sent(message: Any) -> SentFile:
    given = message if isinstance(message, Mapping) else {}
    answer = given.get("answer")
    status = given.get("status")
    return SentFile(
        str(given.get("name", ""))[:300],
        status if isinstance(status, int) else 0,
        answer if isinstance(answer, Mapping) else {},
        str(given.get("code", ""))[:80],
        str(given.get("message", ""))[:500],
    )
