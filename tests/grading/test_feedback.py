"""Feedback is put together from graded criteria, cites their quotes, and is about answers."""

from neurohire.grading.feedback import GradedQuestion, compose_feedback
from neurohire.grading.protocol import CriterionGrade, Grading, Quote
from neurohire.models.questions import Criterion, Question
from neurohire.vocabulary import QuestionType

ANCHORS = {0: "Nothing of it.", 1: "A hint of it.", 2: "Half of it.", 3: "Most of it.", 4: "All of it."}
SAID = Quote(part="answer", start=0, end=12, text="I would test")


def graded(number: int, points: int | None, *quotes: Quote) -> GradedQuestion:
    secret = Criterion(key="tests", name="Tests first", points=["Expected and secret."], anchors=ANCHORS)
    question = Question(
        id=f"question-{number}",
        type=QuestionType.TECHNICAL,
        skill="Testing",
        text="How do you start?",
        rubric=[secret],
    )
    grade = CriterionGrade(criterion="tests", points=points, reason="Why.", quotes=list(quotes))
    return GradedQuestion(
        number=number, question=question, grading=Grading(criteria=[grade], grader="test/1", rubric_version=1)
    )


def test_strengths_and_gaps_cite_their_quotes_and_best_comes_first() -> None:
    found = compose_feedback([graded(1, 3, SAID), graded(2, 4, SAID), graded(3, 0, SAID), graded(4, 2, SAID)])
    assert [line.number for line in found.strengths] == [2, 1]
    assert [line.number for line in found.gaps] == [3]
    assert all(line.quotes == [SAID] for line in found.strengths + found.gaps)
    assert "Question 2, Tests first" in found.overall and "I would test" in found.overall


def test_what_was_not_assessed_or_has_no_quote_is_not_spoken_about() -> None:
    found = compose_feedback([graded(1, None), graded(2, 4)])
    assert found.strengths == found.gaps == []
    assert "Nothing could be assessed" in found.overall


def test_the_text_does_not_give_the_rubric_away() -> None:
    assert "secret" not in compose_feedback([graded(1, 0, SAID)]).overall


def test_a_middling_interview_says_so() -> None:
    assert "nothing stands out" in compose_feedback([graded(1, 2, SAID)]).overall


def test_the_same_gradings_give_the_same_text() -> None:
    rows = [graded(1, 4, SAID), graded(2, 1, SAID)]
    assert compose_feedback(rows) == compose_feedback(rows)
