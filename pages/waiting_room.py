"""The candidate's waiting room before a live interview."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from components.candidate_words import listed, shell_texts, step_names
from components.layout import candidate_page, link_sheets
from components.page import page
from components.problem_report import ProblemReport
from components.room_waiting import RoomWaiting
from components.texts import Texts, texts_for
from components.times import zone_named
from neurohire.services import call_consent, entrance, room_access
from neurohire.services.entrance import NEEDED, Landing, LinkState
from neurohire.state import AppState
from pages.candidate_access import closed, entered
from pages.room import RECONNECT_SECONDS, viewer_of


def register() -> None:
    """The address of this page."""

    @page("/interview/{interview_id}/waiting", reconnect_timeout=RECONNECT_SECONDS)
    async def waiting(request: Request, interview_id: str) -> Response | None:
        state: AppState = request.app.state.neurohire
        found = await entered(request, interview_id)
        if isinstance(found, Response):
            return found
        own = f"/interview/{interview_id}"
        if found.about.state is LinkState.FINISHED:
            return RedirectResponse(f"{own}/done", 303)
        if found.about.state is not LinkState.OPEN:
            return closed(request, found.about.state.value, found.about)
        place = await state.database.read(room_access.place, found.grant, interview_id)
        consents = await state.database.read(entrance.consents, found.grant)
        must_be_asked = await state.database.read(call_consent.must_be_asked, found.grant)
        if must_be_asked or not all(consents.get(kind) for kind in NEEDED):
            return RedirectResponse(f"{own}/welcome", 303)
        about, texts = found.about, texts_for(found.about.language)
        with candidate_page(
            f"{texts.say('Waiting room')}: {about.title}",
            about.organisation,
            about.title,
            step_names(texts, is_live=True),
            request=request,
            step=3,
            wide=True,
            contact=about.contact,
            texts=shell_texts(texts),
        ) as shell:
            link_sheets("css/interview", "css/room")
            ways = {"room": f"{own}/room", "end": f"{own}/done", "network": f"{own}/network"}
            RoomWaiting(
                interview_id,
                viewer_of(place),
                texts,
                ways,
                _facts(about, texts),
                has_left="left" in request.query_params,
            )
        with shell.chip:
            ui.element("nh-saved").props.update({"interview": interview_id, "as": "candidate"})
        with shell.problem:
            ProblemReport(interview_id, texts)
        return None


def _facts(about: Landing, texts: Texts) -> dict[str, str]:
    """When, with whom and how long, as the landing page says it."""
    assert about.live is not None
    return {
        "at": about.live.scheduled_at.isoformat(),
        "zone": about.live.zone,
        "agreed": zone_named(about.live.zone).full(about.live.scheduled_at),
        "people": listed(texts, about.live.interviewers),
        "duration": texts.count("{number} minute", "{number} minutes", about.minutes),
    }
