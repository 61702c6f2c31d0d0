"""How reliable is this? What was measured of the checks, for whoever reads what they noted."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from components.page import page
from components.pieces import page_header
from components.reliability import reliability
from neurohire.proctoring.measured import measured
from pages.team import Desk


def register() -> None:
    """The address of this page."""

    @page("/how-reliable")
    async def how_reliable(request: Request) -> Response | None:
        desk = Desk(request)
        if await desk.open(lambda db, actor: True) is None:
            return desk.to_login()
        with desk.page("How reliable is this?", "", width="reading"):
            page_header("How reliable is this?", "What was measured of the checks of the camera.")
            reliability(measured())
        return None
