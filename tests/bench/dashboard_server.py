"""The app, with one page more: the team's frame with one label in it."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui
from sqlmodel import Session

from main import create_app
from neurohire.api.server import serve
from neurohire.auth.actors import Actor
from neurohire.observability import configure_logging
from neurohire.settings import get_settings
from pages.team import Desk


def _nothing(_db: Session, _actor: Actor) -> bool:
    return True


@ui.page("/one-label")
async def one_label(request: Request) -> Response | None:
    desk = Desk(request)
    if await desk.open(_nothing) is None:
        return desk.to_login()
    with desk.page("Interviews", "interviews"):
        ui.label("One label")
    return None


if __name__ == "__main__":
    configure_logging("WARNING")
    serve(create_app(get_settings()), get_settings())
