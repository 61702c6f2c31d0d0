"""A dialog with something that is shown this once: a link or a token, with a button to copy it."""

from __future__ import annotations

from nicegui import ui

from components.copy_link import CopyLink
from components.pieces import button, text


async def show_once(title: str, words: str, secret: str, *, label: str, when: str = "") -> None:
    """Stays until the person says that it is copied; a click beside it does not close it."""
    with ui.dialog().props("persistent") as dialog, ui.element("div").classes("dialog dialog-wide") as box:
        box.props.update({"role": "dialog", "aria-label": title})
        text(title, tag="h2")
        text(words)
        CopyLink(secret, expires=when, label=label, opens=False)
        with ui.element("div").classes("dialog-actions"):
            button("I have copied it", lambda: dialog.submit(True), kind="primary").mark("copied")
    await dialog
    if not dialog.is_deleted:  # the page may be gone
        dialog.delete()
