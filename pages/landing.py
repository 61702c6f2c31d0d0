"""What an invitation link opens: GET only tells, POST enters and takes the token out of the address."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from components.candidate_words import listed, policy_words
from components.texts import texts_for
from components.times import zone_named
from neurohire.errors import NotFound
from neurohire.rate_limits import network_of
from neurohire.services import calendar_files, entrance
from neurohire.services.entrance import Landing, LinkState
from neurohire.services.live_facts import LiveFacts
from neurohire.state import AppState
from pages.candidate_access import candidate_page, closed, may_see_receipt
from pages.login import csrf_of, is_own_form, renew_session

router = APIRouter(include_in_schema=False)
WRONG_LINKS = "10/15 minute"  # from one address; right links still open there: a school has one address


@router.get("/i/{token}")
async def show_landing(request: Request, token: str) -> Response:
    """Who invites, what happens, what is kept; changes nothing."""
    found = await _look(request, token)
    if found.state is LinkState.OPEN:
        return _page(request, found) if found.live is None else _live_page(request, token, found, found.live)
    is_own = found.state is LinkState.FINISHED and await may_see_receipt(request, found.interview_id)
    receipt = f"/interview/{found.interview_id}/done" if is_own else ""
    about = None if found.state is LinkState.WRONG else found
    is_called_off = found.state is LinkState.CANCELLED and found.live is not None
    reason = "finished_live" if found.state is LinkState.FINISHED and found.live else found.state.value
    return closed(request, reason, about, receipt, _calendar(token) if is_called_off else "")


@router.get("/i/{token}/interview.ics")
async def own_calendar_file(request: Request, token: str) -> Response:
    """A live interview for the candidate's calendar; after a cancellation the file takes it out again."""
    state: AppState = request.app.state.neurohire
    await _look(request, token)
    file = await state.database.read(calendar_files.for_link, token[:100])
    headers = {"Content-Disposition": 'attachment; filename="interview.ics"', "Cache-Control": "no-store"}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


@router.post("/i/{token}")
async def enter(request: Request, token: str, csrf: Annotated[str, Form(max_length=200)] = "") -> Response:
    """This browser becomes the interview's; an earlier one is told that it was opened elsewhere."""
    state: AppState = request.app.state.neurohire
    await _look(request, token)
    if not is_own_form(request, csrf):
        return RedirectResponse(f"/i/{token}", 303)  # an old page: shown again, nothing is lost
    agent = request.headers.get("user-agent", "")
    previous = str(request.session.get("token", ""))
    try:
        session, interview_id = await state.database.transact(entrance.enter, token, previous, agent)
    except NotFound:
        return RedirectResponse(f"/i/{token}", 303)  # closed a moment ago: that page says why
    renew_session(request, session)
    headers = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
    return RedirectResponse(f"/interview/{interview_id}", 303, headers=headers)


async def _look(request: Request, token: str) -> Landing:
    state: AppState = request.app.state.neurohire
    found = await state.database.read(entrance.look, token[:100])
    if found.state is LinkState.WRONG:
        address = network_of(request.client.host if request.client else "")
        state.limits.check(f"wrong-link:{address}", WRONG_LINKS)
    return found


def _calendar(token: str) -> str:
    return f"/i/{token}/interview.ics"


def _live_page(request: Request, token: str, found: Landing, live: LiveFacts) -> Response:
    """When and with whom, and the way into the waiting room from shortly before."""
    texts, zone = texts_for(found.language), zone_named(live.zone)
    return candidate_page(
        request,
        "candidate_live.html",
        found,
        name=found.candidate_name,
        recruiter=found.recruiter,
        live=live,
        agreed=zone.full(live.scheduled_at),
        moved_from=zone.full(live.moved_from) if live.moved_from else "",
        minutes=found.minutes,
        join_minutes=round((live.scheduled_at - live.join_opens_at).total_seconds() / 60),
        people=listed(texts, live.interviewers),
        languages=listed(texts, live.code_languages, last=texts.say("{first} or {last}")),
        calendar=_calendar(token),
        mine=f"/i/{token}/my",
        is_open=live.is_open,
        is_started=found.is_started,
        csrf=csrf_of(request),
        retention_days=found.retention_days,
        policy_words=policy_words(texts, found),
    )


def _page(request: Request, found: Landing) -> Response:
    return candidate_page(
        request,
        "candidate_landing.html",
        found,
        step=1,
        csrf=csrf_of(request),
        name=found.candidate_name,
        recruiter=found.recruiter,
        is_started=found.is_started,
        questions=found.questions,
        minutes=found.minutes,
        has_coding=found.has_coding,
        heard_by=found.heard_by,
        read_by=found.read_by,
        may_use_browser=found.may_use_browser,
        is_camera_checked=found.is_camera_checked,
        expires_at=found.expires_at,
        retention_days=found.retention_days,
        policy_words=policy_words(texts_for(found.language), found),
    )
