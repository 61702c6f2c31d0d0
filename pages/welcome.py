"""The candidate's choices: consent per kind of data, stored with the version of the text."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from components.candidate_words import consent_choices
from components.texts import texts_for
from neurohire.errors import DomainError, Rejected
from neurohire.services import entrance
from neurohire.services.entrance import LinkState
from neurohire.state import AppState
from neurohire.vocabulary import DataKind
from pages.candidate_access import Entered, candidate_page, closed, entered
from pages.login import csrf_of, is_own_form

router = APIRouter(include_in_schema=False)


@router.get("/interview/{interview_id}/welcome")
async def show_choices(request: Request, interview_id: str) -> Response:
    """One tick per kind of data; nothing is ticked for the candidate beforehand."""
    found = await entered(request, interview_id)
    if isinstance(found, Response):
        return found
    return _over(request, found) or await _page(request, found)


@router.post("/interview/{interview_id}/welcome")
async def keep_choices(
    request: Request,
    interview_id: str,
    consent: Annotated[list[str] | None, Form()] = None,
    csrf: Annotated[str, Form(max_length=200)] = "",
    version: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Keep what was chosen; then the device check, or back to the running interview."""
    state: AppState = request.app.state.neurohire
    found = await entered(request, interview_id)
    if isinstance(found, Response):
        return found
    if over := _over(request, found):
        return over
    if not is_own_form(request, csrf):
        return RedirectResponse(f"/interview/{interview_id}/welcome", 303)
    given = {kind for kind in DataKind if kind.value in (consent or [])}
    try:
        await state.database.transact(entrance.give_consent, found.grant, given, version)
    except Rejected as error:
        return await _page(request, found, error=texts_for(found.about.language).say(error.message))
    except DomainError:
        return RedirectResponse(f"/interview/{interview_id}", 303)
    target = "/check"
    if found.about.is_started or found.about.live is not None:
        target = ""
    return RedirectResponse(f"/interview/{interview_id}{target}", 303)


def _over(request: Request, found: Entered) -> Response | None:
    """Where to go when there is nothing to choose any more."""
    if found.about.state is LinkState.OPEN:
        return None
    if found.about.state is LinkState.FINISHED:
        return RedirectResponse(f"/interview/{found.grant.interview_id}/done", 303)
    return closed(request, found.about.state.value, found.about)


async def _page(request: Request, found: Entered, error: str = "") -> Response:
    state: AppState = request.app.state.neurohire
    given = await state.database.read(entrance.consents, found.grant)
    return candidate_page(
        request,
        "candidate_welcome.html",
        found.about,
        status=422 if error else 200,
        step=2,
        csrf=csrf_of(request),
        error=error,
        choices=consent_choices(texts_for(found.about.language), given, found.about),
        is_live=found.about.live is not None,
        is_recorded=found.about.live is not None and found.about.live.is_recorded,
        is_camera_checked=found.about.is_camera_checked,
        retention_days=found.about.retention_days,
        version=found.about.consent_version,
    )
