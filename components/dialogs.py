"""Confirm dialogs that name the thing and the consequence, and side sheets for details."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from components.pieces import ButtonKind, button, text


async def confirm(
    title: str, consequence: str, *, action: str, danger: bool = False, keep: str = "Cancel"
) -> bool:
    """Ask before something that cannot be undone; True when the person chose `action`."""
    with ui.dialog() as dialog, ui.element("div").classes("dialog") as box:
        box.props.update({"role": "alertdialog", "aria-label": title})
        text(title, tag="h2")
        text(consequence)
        with ui.element("div").classes("dialog-actions"):
            button(keep, lambda: dialog.submit(False)).mark("confirm-keep").props["autofocus"] = True
            kind: ButtonKind = "danger-solid" if danger else "primary"
            button(action, lambda: dialog.submit(True), kind=kind).mark("confirm-action")
    chosen = bool(await dialog)
    if not dialog.is_deleted:  # the page may be gone
        dialog.delete()
    return chosen


@contextmanager
def side_sheet(title: str, *, width: int = 520) -> Iterator[ui.dialog]:
    """Details beside a list that keeps its place; `.open()` shows it, Esc and a click beside it close it."""
    with (
        ui.dialog().props("position=right full-height") as dialog,
        ui.element("aside").classes("sheet") as sheet,
    ):
        sheet.style["--sheet-width"] = f"{width}px"
        sheet.props["aria-label"] = title
        with ui.element("header").classes("sheet-head"):
            text(title, "truncate", tag="h2")
            button("Close", dialog.close, kind="quiet", icon="close", icon_only=True)
        with ui.element("div").classes("sheet-body"):
            yield dialog
