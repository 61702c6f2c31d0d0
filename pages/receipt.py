"""After submitting: the receipt, what happens next, and the candidate's own copy."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from components.candidate_words import listed, receipt_words, thanks_words
from components.texts import texts_for
from neurohire.errors import InvalidState
from neurohire.services import receipts
from neurohire.services.entrance import LinkState
from neurohire.state import AppState
from pages.candidate_access import Entered, candidate_page, closed, entered

router = APIRouter(include_in_schema=False)


@router.get("/interview/{interview_id}/done")
async def show_receipt(request: Request, interview_id: str) -> Response:
    """The receipt; before submitting, back to the interview."""
    state: AppState = request.app.state.neurohire
    found = await entered(request, interview_id)
    if isinstance(found, Response):
        return found
    if found.about.state in (LinkState.CANCELLED, LinkState.EXPIRED):
        return closed(request, found.about.state.value, found.about)
    if found.about.live is not None:
        return _thanks(request, found)
    try:
        receipt = await state.database.read(receipts.receipt, found.grant)
    except InvalidState:
        return RedirectResponse(f"/interview/{interview_id}", 303)
    how, next_words = receipt_words(texts_for(found.about.language), receipt, found.about)
    return candidate_page(
        request,
        "candidate_receipt.html",
        found.about,
        step=5,
        receipt=receipt,
        how=how,
        next_words=next_words,
        copy_address=f"/interview/{interview_id}/answers.txt",
        audio_address=f"/api/v1/interviews/{interview_id}/recordings",
    )


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


def _thanks(request: Request, found: Entered) -> Response:
    """The end of a live interview; before it, back to the waiting room."""
    about, interview_id = found.about, found.grant.interview_id
    if about.live is None or about.submitted_at is None:
        return RedirectResponse(f"/interview/{interview_id}/waiting", 303)
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
        ended_at=about.submitted_at,
        number=receipts.short_number(interview_id),
        retention_days=about.retention_days,
    )
