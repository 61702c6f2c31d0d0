"""After submitting: the receipt, what happens next, what was noted, and the candidate's own copy."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from components.candidate_words import kept_words, listed, receipt_words, thanks_words
from components.incident_words import noted_card
from components.texts import texts_for
from neurohire.asset_files import asset_url
from neurohire.errors import InvalidState, NotFound, Rejected, TooMany
from neurohire.services import call_recordings, incident_report, incidents, receipts
from neurohire.services.entrance import LinkState
from neurohire.state import AppState
from pages.candidate_access import Entered, candidate_page, closed, entered
from pages.login import csrf_of, is_own_form

router = APIRouter(include_in_schema=False)
COMMENT = "comment-"  # then the incident's id: the name of a field
COMMENTS = "60/hour"  # of one interview


class Typed(NamedTuple):
    """A form that could not be kept: what was typed, by incident, and why."""

    words: dict[str, str]
    problem: str
    status: int


@router.get("/interview/{interview_id}/done")
async def show_receipt(request: Request, interview_id: str, answered: str = "") -> Response:
    """The receipt; before submitting, back to the interview."""
    found = await entered(request, interview_id)
    if isinstance(found, Response):
        return found
    return await _page(request, found, is_answered=bool(answered))


@router.post("/interview/{interview_id}/done")
async def answer_noted(request: Request, interview_id: str) -> Response:
    """Words of the candidate on what was noted; what was typed stays when something is not right."""
    state: AppState = request.app.state.neurohire
    found = await entered(request, interview_id)
    if isinstance(found, Response):
        return found
    _ = texts_for(found.about.language).say
    form = await request.form(max_fields=incidents.MOST + 1)
    words = {
        name.removeprefix(COMMENT): value
        for name, value in form.items()
        if name.startswith(COMMENT) and isinstance(value, str)
    }
    if not is_own_form(request, str(form.get("csrf", ""))):
        stale = _("This page was open for too long. Please send it again.")
        return await _page(request, found, Typed(words, stale, 403))
    try:
        state.limits.check(f"comments:{interview_id}", COMMENTS)
        await state.database.transact(incident_report.answer, found.grant, words)
    except (NotFound, InvalidState):
        return RedirectResponse(f"/interview/{interview_id}/done", 303)
    except Rejected as error:
        not_kept = _("Nothing was kept yet: one of your answers is too long.")
        return await _page(request, found, Typed(words, not_kept, error.status))
    except TooMany as error:
        return await _page(request, found, Typed(words, _(error.message), error.status))
    return RedirectResponse(f"/interview/{interview_id}/done?answered=1#noted", 303)


@router.get("/interview/{interview_id}/answers.txt")
async def own_copy(request: Request, interview_id: str) -> Response:
    """The same as plain text."""
    state: AppState = request.app.state.neurohire
    found = await entered(request, interview_id)
    if isinstance(found, Response):
        return found
    try:
        receipt = await state.database.read(receipts.receipt, found.grant)
    except InvalidState:
        return RedirectResponse(f"/interview/{interview_id}", 303)
    name = f"interview-{receipt.number}.txt"
    return Response(
        receipts.as_text(receipt),
        media_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _page(
    request: Request, found: Entered, typed: Typed | None = None, *, is_answered: bool = False
) -> Response:
    if found.about.state in (LinkState.CANCELLED, LinkState.EXPIRED):
        return closed(request, found.about.state.value, found.about)
    state: AppState = request.app.state.neurohire
    checks = await state.database.read(incident_report.own, found.grant)
    words, problem, status = typed or Typed({}, "", 200)
    values: dict[str, Any] = {
        "status": status,
        "noted": noted_card(texts_for(found.about.language), checks, words, problem),
        "is_answered": is_answered,
        "csrf": csrf_of(request),
        "interview_id": found.grant.interview_id,
    }
    show = _thanks if found.about.live is not None else _receipt
    return await show(request, found, values)


async def _receipt(request: Request, found: Entered, values: dict[str, Any]) -> Response:
    """The end of an interview that was taken alone."""
    state: AppState = request.app.state.neurohire
    about, interview_id = found.about, found.grant.interview_id
    try:
        receipt = await state.database.read(receipts.receipt, found.grant)
    except InvalidState:
        return RedirectResponse(f"/interview/{interview_id}", 303)
    how, next_words = receipt_words(texts_for(about.language), receipt, about)
    return candidate_page(
        request,
        "candidate_receipt.html",
        about,
        step=5,
        receipt=receipt,
        how=how,
        next_words=next_words,
        copy_address=f"/interview/{interview_id}/answers.txt",
        audio_address=f"/api/v1/interviews/{interview_id}/recordings",
        **values,
    )


async def _thanks(request: Request, found: Entered, values: dict[str, Any]) -> Response:
    """The end of a live interview; before it, back to the waiting room."""
    about, interview_id = found.about, found.grant.interview_id
    if about.live is None or about.submitted_at is None:
        return RedirectResponse(f"/interview/{interview_id}/waiting", 303)
    state: AppState = request.app.state.neurohire
    takes = await state.database.read(call_recordings.own, found.grant)
    texts = texts_for(about.language)
    how, next_words = thanks_words(texts, about, about.live.talked_seconds)
    return candidate_page(
        request,
        "candidate_thanks.html",
        about,
        step=5,
        name=about.candidate_name,
        how=how,
        next_words=next_words,
        people=listed(texts, about.live.interviewers),
        kept=kept_words(texts, about.live),
        ended_at=about.submitted_at,
        number=receipts.short_number(interview_id),
        retention_days=about.retention_days,
        takes=takes,
        takes_address=f"/api/v1/interviews/{interview_id}/call-recordings",
        is_recorded=about.live.is_recorded,
        own_name=found.grant.journal_name,
        rest_script=asset_url("js/recording_rest.js"),
        **values,
    )
