"""Questions of recruiters for tests, and sets that use them."""

from __future__ import annotations

from neurohire.models.questions import Criterion, FollowUp, Question
from neurohire.vocabulary import Level, QuestionSource, QuestionType

TEXT = "A vendor changes the format of its nightly file without a word. How do you notice, and what then?"


def own(text: str = TEXT, type: QuestionType = QuestionType.SCENARIO, **changes: object) -> Question:
    """A recruiter's question with a rubric."""
    made = Question(
        id="own-question",
        type=type,
        skill="Data contracts",
        fields=["backend"],
        levels=[Level.MID],
        text=text,
        rubric=[
            Criterion(
                key="notice",
                name="Notices early",
                points=["A check on row counts fails before the load.", "Somebody is told at once."],
                anchors={
                    0: "Nothing.", 1: "By chance.", 2: "One check.", 3: "Checks and a message.",
                    4: "As 3, with a plan for the gap.",
                },
            )
        ],
        follow_ups=[FollowUp(text="Who hears of it first?", criterion="notice")],
        source=QuestionSource.RECRUITER,
    )  # fmt: skip
    return made.model_copy(update=changes)
