"""Can my network do this? A page for the team, and one for a candidate who will be in a live interview."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from components.candidate_words import shell_texts
from components.layout import candidate_page, link_sheets
from components.network_check import NetworkCheck
from components.network_words import network_words
from components.page import page
from components.pieces import card, text
from components.problem_report import ProblemReport
from components.texts import texts_for
from neurohire.services import ice_servers
from neurohire.services.entrance import LinkState
from neurohire.services.ice_servers import IceServer
from neurohire.state import AppState
from pages.candidate_access import closed, entered
from pages.team import Desk

TRIES = "20/minute"
RELAY_STEPS = (
    "A relay forwards the call where two networks do not let browsers reach each other. Install coturn on a "
    "machine that both sides can reach, with these lines in turnserver.conf:"
)
RELAY_LINES = """listening-port=3478
fingerprint
use-auth-secret
static-auth-secret=A_LONG_SECRET_OF_YOURS
realm=interviews.example.org
external-ip=PUBLIC_ADDRESS_OF_THE_RELAY
no-multicast-peers
denied-peer-ip=10.0.0.0-10.255.255.255
denied-peer-ip=172.16.0.0-172.31.255.255
denied-peer-ip=192.168.0.0-192.168.255.255
denied-peer-ip=127.0.0.0-127.255.255.255"""
RELAY_SETTINGS = """NEUROHIRE_TURN_URLS=turn:relay.example.org:3478,turn:relay.example.org:3478?transport=tcp
NEUROHIRE_TURN_SECRET=A_LONG_SECRET_OF_YOURS"""


def register() -> None:
    """The two addresses."""

    @page("/network-check")
    async def team_check(request: Request) -> Response | None:
        desk = Desk(request)
        if await desk.open(lambda db, actor: True) is None or desk.actor is None:
            return desk.to_login()
        servers = _servers(request, desk.actor.journal_name)
        words = network_words(texts_for("en"), is_team=True)
        with desk.page("Can my network do this?", "", width="reading"):
            _check(servers, words)
            if not any("credential" in server for server in servers):
                _how_to()
        return None

    @page("/interview/{interview_id}/network")
    async def candidate_check(request: Request, interview_id: str) -> Response | None:
        found = await entered(request, interview_id)
        if isinstance(found, Response):
            return found
        about = found.about
        if about.state is not LinkState.OPEN:
            return closed(request, about.state.value, about)
        if about.live is None:
            return RedirectResponse(f"/interview/{interview_id}/check", 303)
        texts = texts_for(about.language)
        words = network_words(texts, is_team=False)
        servers = _servers(request, found.grant.journal_name)
        with candidate_page(
            f"{words['title']}: {about.title}",
            about.organisation,
            about.title,
            request=request,
            contact=about.contact,
            texts=shell_texts(texts),
        ) as shell:
            _check(servers, words)
        with shell.problem:
            ProblemReport(interview_id, texts)
        return None


def _servers(request: Request, person: str) -> list[IceServer]:
    """For two minutes: enough to try, no use for a call, so also before anybody is let in."""
    state: AppState = request.app.state.neurohire
    state.limits.check(f"network-check:{person}", TRIES)
    return ice_servers.for_person(state.settings, f"check-{person}", ice_servers.TO_TEST)


def _check(servers: list[IceServer], words: dict[str, str]) -> None:
    link_sheets("css/interview")
    NetworkCheck(servers, words)


def _how_to() -> None:
    with card("Set a relay up"):
        text(RELAY_STEPS)
        text(RELAY_LINES, "interview-code", tag="pre")
        text("And here, in the environment or .env, then start anew:")
        text(RELAY_SETTINGS, "interview-code", tag="pre")
