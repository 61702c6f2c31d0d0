"""Thinks of a follow-up with a model, within the seconds it is given; what cannot be used is not asked."""

from __future__ import annotations

import asyncio
import secrets
import time

import structlog
from pydantic import BaseModel

from neurohire.ai.client import ModelClient
from neurohire.ai.failures import UNUSABLE, ModelFailed
from neurohire.ai.follow_up_check import checked
from neurohire.ai.follow_up_prompt import MOST_TOKENS, PROMPT, FollowUpDecision, messages_for
from neurohire.ai.instructions import answer_without_orders
from neurohire.ai.written import Unusable
from neurohire.grading.protocol import AnswerText
from neurohire.models.questions import Question

log = structlog.get_logger(__name__)
TRIES = 2  # the second knows what was wrong with the first
LEAST = 1.5  # seconds without which a call is not begun


class FollowUpRequest(BaseModel):
    """One answered question, and no word about who answered it."""

    interview_id: str
    language: str
    question: Question
    answer: AnswerText
    earlier: list[str] = []  # follow-ups to this question
    known: list[str] = []  # all questions and follow-ups of the interview


class ModelAsker:
    """The twin of the prepared follow-ups; awaited, because it asks a server."""

    def __init__(self, client: ModelClient) -> None:
        self._client = client
        self.model, self.prompt = client.service.name, PROMPT

    async def ask(self, request: FollowUpRequest, seconds: float) -> str | None:
        """A follow-up; None: the model would go on, or gave nothing that may be asked.

        An answer that speaks to a model is not shown to it: the prepared follow-up does for that one.
        """
        until = time.monotonic() + seconds
        answer, is_cut = await asyncio.to_thread(answer_without_orders, request.answer)
        if is_cut or answer.is_blank():
            return None
        canary, wrong = secrets.token_hex(8), ""
        for left in reversed(range(TRIES)):
            if until - time.monotonic() < LEAST:
                return None
            try:
                found = await self._decision(request, canary, wrong, until - time.monotonic())
                if not found.ask:
                    return None
                return await asyncio.to_thread(
                    checked, found.text, request.question, answer, request.known, request.language, canary
                )
            except Unusable as problem:
                wrong = str(problem)
                log.info("a follow-up could not be used", reason=wrong)
            except ModelFailed as failure:
                if failure.reason not in UNUSABLE or not left:
                    raise
        return None

    async def _decision(
        self, request: FollowUpRequest, canary: str, wrong: str, seconds: float
    ) -> FollowUpDecision:
        messages = messages_for(
            request.question, request.answer, request.earlier, request.language, canary, wrong
        )
        return await self._client.ask(
            FollowUpDecision,
            messages,
            prompt=PROMPT,
            most_tokens=MOST_TOKENS,
            interview_id=request.interview_id,
            within=seconds,
        )
