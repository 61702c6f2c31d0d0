"""The question set of one interview as the recruiter sees it: with rubric, to be changed before it begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui.element import Element

from components.interview_words import SOURCES, TYPES
from neurohire.services.question_sets import QuestionView
from neurohire.vocabulary import QuestionType


class QuestionEditor(Element, component="question_editor.js"):
    """All questions in one element; what is being typed stays when the set is shown anew."""

    def __init__(
        self,
        questions: Sequence[QuestionView],
        *,
        can_change: bool,
        on_edit: Callable[[str, str], Any],
        on_move: Callable[[str, int], Any],
        on_remove: Callable[[str], Any],
        on_replace: Callable[[str], Any],
        on_add: Callable[[str, str], Any],
    ) -> None:
        super().__init__()
        self.props["kinds"] = tuple((kind.value, TYPES[kind]) for kind in QuestionType)
        self.show(questions, can_change=can_change)
        self.on("edit", lambda e: on_edit(str(e.args["id"]), str(e.args["text"])[:5000]))
        self.on("move", lambda e: on_move(str(e.args["id"]), _place(e.args["place"])))
        self.on("remove", lambda e: on_remove(str(e.args)))
        self.on("replace", lambda e: on_replace(str(e.args)))
        self.on("add", lambda e: on_add(str(e.args["text"])[:5000], str(e.args["kind"])))

    def show(self, questions: Sequence[QuestionView], *, can_change: bool) -> None:
        """Show this set."""
        self.props["questions"] = tuple(_packed(view) for view in questions)
        self.props["canChange"] = can_change

    def saved(self, question_id: str = "") -> None:
        """The change of this question (or the new one) was kept: close its box."""
        self.run_method("saved", question_id)

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        shown = [
            word for question in self.props["questions"] for word in (question[4], question[1], question[2])
        ]
        return [*super()._displayed_contents(only_visible=only_visible), *shown]


def _place(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _packed(view: QuestionView) -> tuple[Any, ...]:
    question = view.question
    rubric = tuple(
        (line.name, line.weight, tuple(line.points), tuple(line.anchors[n] for n in (0, 1, 2, 3, 4)))
        for line in question.rubric
    )
    source = SOURCES[question.source] + (", edited" if view.is_edited else "")
    source += ", retired since: replace it if you like" if view.is_retired else ""
    follow_ups = tuple(follow_up.text for follow_up in question.follow_ups)
    return (
        view.id,
        TYPES[question.type],
        question.skill,
        source,
        question.text,
        question.quoted_fact,
        rubric,
        follow_ups,
    )
