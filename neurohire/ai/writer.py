"""Questions by a model: as many of each type as asked for; what it cannot give comes from the bank."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator, Mapping

from neurohire.ai.client import ModelClient
from neurohire.ai.failures import UNUSABLE, ModelFailed, Reason
from neurohire.ai.instructions import speaks_to_model
from neurohire.ai.writing_prompt import PROMPT, TOKENS_EACH, WrittenQuestion, messages_for, shape_for
from neurohire.ai.written import Unusable, to_question
from neurohire.models.questions import Question
from neurohire.models.resumes_read import ResumeStatement
from neurohire.questions.bank import Bank, load_bank
from neurohire.questions.fill import bank_texts, completed, known_texts
from neurohire.questions.pinned import fitting_pins
from neurohire.questions.request import WriteRequest, WrittenQuestions, asked_counts
from neurohire.questions.uniqueness import TextIndex
from neurohire.vocabulary import QuestionType

REPAIRS = 2
BATCH = 5  # questions of one call: more would take longer than a call may
MOST_LINES = 40  # of the resume
KNOWN_ALREADY = "A question was like one that is known already."
Counts = Mapping[QuestionType, int]


class ModelWriter:
    """The twin of EmbeddedWriter; awaited, because it asks a server."""

    def __init__(self, client: ModelClient, bank: Bank | None = None) -> None:
        self._client = client
        self._bank = bank or load_bank()

    @property
    def name(self) -> str:
        """Model and version of the prompt, kept with what was written."""
        return f"{self._client.service.name} {PROMPT}"

    async def prepare(self) -> None:
        """What takes time before the first call of all."""
        await self._client.prepare()
        await asyncio.to_thread(bank_texts, self._bank)

    async def write(
        self, request: WriteRequest, interview_id: str | None = None, bank: Bank | None = None
    ) -> WrittenQuestions:
        """A full set; raises ModelFailed when the model gave nothing at all. `bank`: another than usual."""
        bank = bank or self._bank
        draft = await asyncio.to_thread(_Draft, request, bank)
        is_asked = bool(draft.missing)  # nothing is missing when the position pins all of it
        failure: ModelFailed | None = None
        for _ in range(1 + REPAIRS):
            wanted, wrong = draft.missing, draft.wrong
            if not wanted:
                break
            draft.wrong = []
            work = [self._batch(draft, part, wrong, interview_id) for part in _batches(wanted)]
            failures = [failed for failed in await asyncio.gather(*work) if failed is not None]
            failure = next((f for f in failures if f.reason not in UNUSABLE), None)
            if failure is not None:
                break  # away, refused or too dear: asking again at once does not help
        if failure is not None and not draft.accepted:
            raise failure
        if is_asked and not draft.accepted:
            raise ModelFailed(Reason.UNREADABLE)
        return await asyncio.to_thread(completed, bank, request, draft.accepted)

    async def _batch(
        self, draft: _Draft, counts: Counts, wrong: list[str], interview_id: str | None
    ) -> ModelFailed | None:
        request = draft.request
        messages = messages_for(request.position, draft.next_lines(), counts, wrong, request.facts)
        try:
            answer = await self._client.ask(
                shape_for(counts),
                messages,
                prompt=PROMPT,
                most_tokens=TOKENS_EACH * sum(counts.values()) + 500,
                interview_id=interview_id,
            )
        except ModelFailed as failure:
            return failure
        await asyncio.to_thread(draft.take_all, {kind: getattr(answer, kind.value) for kind in counts})
        return None


class _Draft:
    """What was accepted so far, and the words on what was not."""

    def __init__(self, request: WriteRequest, bank: Bank) -> None:
        self.request = request
        self.accepted: list[Question] = []
        self.wrong: list[str] = []
        self._pinned = fitting_pins(request)
        self._known = known_texts(bank, request)
        self._lines = [
            line
            for line in request.facts.statements
            if not (speaks_to_model(line.text) or speaks_to_model(line.employer))
        ][:MOST_LINES]
        self._calls = 0
        self._lock = threading.Lock()

    @property
    def missing(self) -> Counter[QuestionType]:
        there = Counter(question.type for question in (*self._pinned, *self.accepted))
        return asked_counts(self.request) - there

    def next_lines(self) -> list[tuple[int, ResumeStatement]]:
        """Numbered from 1; each call begins at another line, so that not all ask about the first."""
        numbered = list(enumerate(self._lines, 1))
        first = self._calls * BATCH % max(1, len(numbered))
        self._calls += 1
        return numbered[first:] + numbered[:first]

    def take_all(self, written: Mapping[QuestionType, list[WrittenQuestion]]) -> None:
        with self._lock:  # two calls may come back at once
            for kind, questions in written.items():
                self._take(kind, questions)

    def _take(self, kind: QuestionType, written: list[WrittenQuestion]) -> None:
        """The first that fit; more than asked for are left."""
        lines = dict(enumerate(self._lines, 1))
        for one in written[: 4 * BATCH]:
            if not self.missing[kind]:
                return
            try:
                question = to_question(one, kind, self.request.position, lines)
            except Unusable as problem:
                self._note(str(problem))
                continue
            if self._is_known(question, self._known):
                self._note(KNOWN_ALREADY)
                continue
            self._known.add(question.text)
            self.accepted.append(question)

    def _is_known(self, question: Question, known: TextIndex) -> bool:
        return question.id in self.request.used_by_person or known.has_like(question.text)

    def _note(self, words: str) -> None:
        if words not in self.wrong:
            self.wrong.append(words)


def _batches(counts: Counter[QuestionType]) -> Iterator[dict[QuestionType, int]]:
    """The types mixed, at most BATCH in one call."""
    left = Counter(counts)
    while left := +left:
        part: Counter[QuestionType] = Counter()
        while sum(part.values()) < BATCH and +left:
            kind = left.most_common(1)[0][0]
            part[kind] += 1
            left[kind] -= 1
        yield dict(part)
