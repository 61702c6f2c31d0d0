"""Quotes must stand in the answer; a score whose quotes do not is not assessed."""

from hypothesis import given
from hypothesis import strategies as st

from neurohire.grading.evidence import NOT_FOUND, check_quotes, locate, stands
from neurohire.grading.protocol import AnswerPart, AnswerText, CriterionGrade, Grading, Quote

TEXT = "I would add an index.  Then I would\nmeasure again 🙂 and compare."
ANSWER = AnswerText(parts=[AnswerPart(key="answer", text=TEXT), AnswerPart(key="follow_up", text="No.")])


def quote(start: int, end: int, text: str | None = None, part: str = "answer") -> Quote:
    return Quote(part=part, start=start, end=end, text=TEXT[start:end] if text is None else text)


def graded(points: int | None, *quotes: Quote) -> Grading:
    grade = CriterionGrade(criterion="index", points=points, reason="Found.", quotes=list(quotes))
    return Grading(criteria=[grade], grader="test/1", rubric_version=1)


def test_a_quote_at_its_place_is_kept() -> None:
    good = graded(4, quote(0, 21))
    assert check_quotes(good, ANSWER) == good


def test_invented_moved_or_misplaced_quotes_are_dropped() -> None:
    for bad in (
        quote(0, 21, "I would drop an index"),
        quote(1, 22, TEXT[0:21]),
        quote(0, 21, part="nowhere"),
        quote(0, 0),
        quote(22, 23),
        quote(400, 420, "beyond the end"),
    ):
        found = check_quotes(graded(4, bad), ANSWER).criteria[0]
        assert (found.points, found.quotes, found.reason) == (None, [], NOT_FOUND)


def test_one_good_quote_carries_the_score() -> None:
    found = check_quotes(graded(3, quote(0, 21), quote(0, 5, "never")), ANSWER).criteria[0]
    assert (found.points, found.quotes) == (3, [quote(0, 21)])


def test_points_without_any_quote_are_not_assessed() -> None:
    assert check_quotes(graded(4), ANSWER).criteria[0].points is None


def test_not_assessed_keeps_its_reason() -> None:
    assert check_quotes(graded(None), ANSWER).criteria[0].reason == "Found."


def test_words_are_located_across_white_space_only() -> None:
    found = locate("Then I would measure again 🙂", ANSWER)
    assert found is not None
    assert found.text == "Then I would\nmeasure again 🙂"
    assert stands(found, ANSWER)
    assert locate("\u201cadd an index\u201d", ANSWER) is not None
    assert locate("add the index", ANSWER) is None
    assert locate("  ", ANSWER) is None
    assert locate("No.", ANSWER, part="answer") is None


@given(st.text(min_size=1), st.data())
def test_any_piece_of_an_answer_is_located_verbatim(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    answer = AnswerText(parts=[AnswerPart(key="a", text=text)])
    found = locate(text[start:end], answer)
    if text[start:end].strip():
        assert found is not None and stands(found, answer)
        assert found.text.split() == text[start:end].split()


@given(st.text(), st.integers(0, 50), st.integers(0, 50), st.text(), st.sampled_from(["a", "b"]))
def test_what_is_kept_always_stands_in_the_answer(
    text: str, start: int, end: int, words: str, part: str
) -> None:
    answer = AnswerText(parts=[AnswerPart(key="a", text=text)])
    checked = check_quotes(graded(2, Quote(part=part, start=start, end=end, text=words)), answer).criteria[0]
    assert all(text[q.start : q.end] == q.text and q.text.strip() for q in checked.quotes)
    assert (checked.points is None) == (not checked.quotes)
