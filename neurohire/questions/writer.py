"""Who writes the questions: the protocol, and the embedded writer that stands on the bank."""

from __future__ import annotations

from typing import Protocol

from neurohire.questions.bank import Bank, load_bank
from neurohire.questions.plan import plan
from neurohire.questions.request import WriteRequest, WrittenQuestions


class QuestionWriter(Protocol):
    """Writes the questions of one candidate; never fails for want of questions, but says so."""

    def write(self, request: WriteRequest) -> WrittenQuestions: ...


class EmbeddedWriter:
    """Bank and resume forms only: no service, the same answer every time."""

    def __init__(self, bank: Bank | None = None) -> None:
        self._bank = bank or load_bank()

    def write(self, request: WriteRequest) -> WrittenQuestions:
        return plan(self._bank, request)
