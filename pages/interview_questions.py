"""The questions of one interview on its page: each change is made at once and told."""

from __future__ import annotations

from components.dialogs import confirm
from components.pieces import card, text
from components.question_editor import QuestionEditor
from components.toast import toast
from neurohire.services import question_sets
from neurohire.services.question_sets import EDITABLE, QuestionView
from neurohire.vocabulary import InterviewState, QuestionType
from pages.team import Desk


class InterviewQuestions:
    """A card with the set; `show` leaves what is being typed."""

    def __init__(
        self, desk: Desk, interview_id: str, state: InterviewState, questions: list[QuestionView]
    ) -> None:
        self.desk, self.id, self.state = desk, interview_id, state
        with card("Questions"):
            self.hint = text(_hint(state), "muted")
            self.editor = QuestionEditor(
                questions,
                can_change=state in EDITABLE,
                on_edit=desk.act(self.edit),
                on_move=desk.act(self.move),
                on_remove=desk.act(self.remove),
                on_replace=desk.act(self.replace),
                on_add=desk.act(self.add),
            )

    def show(self, state: InterviewState, questions: list[QuestionView]) -> None:
        """This set, in this state of the interview."""
        self.state, self.hint.text = state, _hint(state)
        self.editor.show(questions, can_change=state in EDITABLE)

    async def read(self) -> list[QuestionView]:
        return await self.desk.read(question_sets.get, self.id)

    async def show_anew(self) -> None:
        self.editor.show(await self.read(), can_change=self.state in EDITABLE)

    async def edit(self, row_id: str, words: str) -> None:
        await self.desk.change(question_sets.edit, self.id, row_id, words)
        self.editor.saved(row_id)
        await self.show_anew()
        toast("Saved")

    async def move(self, row_id: str, place: int) -> None:
        await self.desk.change(question_sets.move, self.id, row_id, place)
        await self.show_anew()

    async def replace(self, row_id: str) -> None:
        await self.desk.change(question_sets.replace, self.id, row_id)
        await self.show_anew()
        toast("Here is another question like it")

    async def remove(self, row_id: str) -> None:
        views = await self.read()
        number = next((n for n, view in enumerate(views, 1) if view.id == row_id), 0)
        sure = await confirm(
            f"Remove question {number}?",
            f"{len(views) - 1} questions stay. It can't be brought back, but you can ask for another.",
            action=f"Remove question {number}",
            danger=True,
        )
        if sure:
            await self.desk.change(question_sets.remove, self.id, row_id)
            await self.show_anew()
            toast(f"Question {number} is removed")

    async def add(self, words: str, kind: str) -> None:
        chosen = QuestionType(kind) if kind in set(QuestionType) else QuestionType.TECHNICAL
        await self.desk.change(question_sets.add_own, self.id, words, chosen)
        self.editor.saved()
        await self.show_anew()
        toast("Added at the end")


def _hint(state: InterviewState) -> str:
    if state in EDITABLE:
        return "Only your team sees this. Change what you like before the candidate begins."
    if state in (InterviewState.CANCELLED, InterviewState.EXPIRED):
        return "Nobody is asked these questions now, so they stay as they are."
    return "The interview has begun, so its questions stay as they are."
