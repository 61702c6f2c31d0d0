"""The questions of an interview that is being scheduled: planned, seen, replaced, picked, typed."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable

from components.dialogs import side_sheet
from components.fields import text_field
from components.interview_words import TYPES, several
from components.pieces import button, line, stack, tag, text
from components.question_editor import QuestionEditor
from neurohire.errors import Rejected
from neurohire.models.questions import Question
from neurohire.questions import single
from neurohire.questions.request import MAX_QUESTIONS
from neurohire.services import pool_list, schedule_questions
from neurohire.services.pool_list import PoolFilter, PoolRow
from neurohire.services.question_sets import QuestionView
from neurohire.services.schedule_form import ChosenQuestion
from neurohire.services.schedule_questions import Draft
from neurohire.vocabulary import QuestionState, QuestionType
from pages.team import Desk

OFFERED = 12
NOT_OPEN = "Planned from the position when you schedule. You can see and change them now, or later."
TOO_MANY = f"An interview has at most {MAX_QUESTIONS} questions."
DraftOf = Callable[[], Awaitable[Draft]]


class ScheduledQuestions:
    """Nothing is stored until the interview is; `chosen()` is None as long as nobody has looked."""

    def __init__(self, desk: Desk, draft: Callable[[str], Awaitable[Draft]]) -> None:
        self.desk, self._draft, self.seed = desk, draft, str(uuid.uuid4())
        self.is_open, self.views = False, list[QuestionView]()
        self.place = stack()
        self.closed()

    def closed(self) -> None:
        """Nobody has looked: they are planned when it is scheduled."""
        self.is_open, self.views = False, []
        self.place.clear()
        with self.place:
            text(NOT_OPEN, "muted")
            with line():
                button("See and change the questions", self.desk.act(self.open), icon="eye").mark(
                    "see-questions"
                )

    async def open(self) -> None:
        """What would be planned now, to be changed."""
        draft = await self.draft()
        found = await self.desk.read(schedule_questions.suggest, draft) if draft.position_id else []
        self.is_open, self.views = True, []
        for question in found:
            self._append(question)
        self.place.clear()
        desk = self.desk
        with self.place:
            self.count = text("", "muted")
            self.editor = QuestionEditor(
                [],
                can_change=True,
                on_edit=desk.act(self.edit),
                on_move=desk.act(self.move),
                on_remove=desk.act(self.remove),
                on_replace=desk.act(self.replace),
                on_add=desk.act(self.add),
            )
            with line():
                button("Pick from all questions", desk.act(self.pick), icon="search").mark("pick-question")
                button("Plan anew", desk.act(self.open), kind="quiet", icon="retry").mark("plan-anew")
        self.draw()

    def draw(self) -> None:
        self.views = [view.model_copy(update={"place": n}) for n, view in enumerate(self.views)]
        none = "No question yet: pick some, or type your own. None is fine, too."
        self.count.text = several(len(self.views), "question") + " to ask." if self.views else none
        self.editor.show(self.views, can_change=True)

    def chosen(self) -> list[ChosenQuestion] | None:
        if not self.is_open:
            return None
        return [ChosenQuestion(question=view.question, is_edited=view.is_edited) for view in self.views]

    async def draft(self) -> Draft:
        return await self._draft(self.seed)

    async def edit(self, view_id: str, words: str) -> None:
        said = words.strip()
        if not 10 <= len(said) <= 1500:
            raise Rejected("A question needs 10 to 1,500 characters.", code="bad_length")
        view = self._view(view_id)
        view.question, view.is_edited = view.question.model_copy(update={"text": said}), True
        self.editor.saved(view_id)
        self.draw()

    async def move(self, view_id: str, place: int) -> None:
        view = self._view(view_id)
        self.views.remove(view)
        self.views.insert(max(0, min(place, len(self.views))), view)
        self.draw()

    async def remove(self, view_id: str) -> None:
        self.views.remove(self._view(view_id))
        self.draw()

    async def replace(self, view_id: str) -> None:
        view, draft = self._view(view_id), await self.draft()
        if not draft.position_id:
            raise Rejected("Without a position there is nothing to plan from. Pick one, or type your own.")
        current = [one.question for one in self.views]
        found = await self.desk.read(schedule_questions.another, draft, view.question, current)
        view.question, view.is_edited = found, False
        self.draw()

    async def add(self, words: str, kind: str) -> None:
        chosen = QuestionType(kind) if kind in set(QuestionType) else QuestionType.TECHNICAL
        self._append(single.own_question(words, chosen))
        self.editor.saved()
        self.draw()

    async def pick(self) -> None:
        """Search all questions the person may see; each click takes one."""
        with side_sheet("Pick questions", width=640) as sheet, stack():
            search = text_field("Search", placeholder="A skill, or words of the question")
            results = stack("tight")

            async def look() -> None:
                words = str(search.value or "")
                asked = PoolFilter(search=words[:200])
                found = await self.desk.read(pool_list.list_page, asked, limit=OFFERED)
                if words != str(search.value or ""):
                    return  # more was typed meanwhile, and is asked for
                results.clear()
                with results:
                    for row in found.rows:
                        self._offered(row)
                    if not found.rows:
                        text("Nothing matches. Try another word.", "muted")

            search.props["debounce"] = 250
            search.on_value_change(self.desk.act(look))
            await look()
        sheet.on("hide", sheet.delete)
        sheet.open()

    def _offered(self, row: PoolRow) -> None:
        async def take() -> None:
            self._append(await self.desk.read(schedule_questions.picked, row.id))
            self.draw()
            taken.set_text("Taken")
            taken.disable()

        with stack("tight").classes("pool-section"):
            with line():
                tag(TYPES[row.type], "accent")
                tag(row.skill)
            text(row.text, "question-words")
            with line():
                taken = button("Take this one", self.desk.act(take)).mark("take-question")

    def _append(self, question: Question) -> None:
        if len(self.views) >= MAX_QUESTIONS:
            raise Rejected(TOO_MANY, code="too_many")
        if any(view.question.id == question.id for view in self.views):
            raise Rejected("This question is in the set already.", code="duplicate")
        view_id, place = str(uuid.uuid4()), len(self.views)
        state = QuestionState.PENDING
        self.views.append(
            QuestionView(id=view_id, place=place, state=state, question=question, is_edited=False)
        )

    def _view(self, view_id: str) -> QuestionView:
        for view in self.views:
            if view.id == view_id:
                return view
        raise Rejected("This question is not in the set any more.")
