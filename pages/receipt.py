"""After submitting: the receipt, what happens next, and the candidate's own copy."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from components.candidate_words import receipt_words
from components.texts import texts_for
from neurohire.errors import InvalidState
from neurohire.services import receipts
from neurohire.services.entrance import LinkState
from neurohire.state import AppState
from pages.candidate_access import candidate_page, closed, entered

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
