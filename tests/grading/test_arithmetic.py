"""Totals: weights, empty answers, what is left out, rounding, and when a total is shown."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from neurohire.grading.arithmetic import QuestionScore, WeightedPoints, score_question, score_total

rows = st.lists(
    st.builds(
        WeightedPoints,
        points=st.none() | st.integers(0, 4),
        weight=st.sampled_from([0.5, 1.0, 1.5, 2.0, 5.0]),
    ),
    max_size=6,
)


def weighed(*pairs: tuple[int | None, float]) -> list[WeightedPoints]:
    return [WeightedPoints(points=points, weight=weight) for points, weight in pairs]


def scored(*values: int | None) -> list[QuestionScore]:
    return [
        QuestionScore(exact=None if v is None else Fraction(v), assessed=int(v is not None), criteria=1)
        for v in values
    ]


def test_weighted_mean_is_put_on_ten() -> None:
    assert score_question(weighed((4, 1.0), (2, 1.0))).score == Decimal("7.5")
    assert score_question(weighed((4, 3.0), (0, 1.0))).score == Decimal("7.5")


def test_not_assessed_is_left_out_and_named_in_the_base() -> None:
    found = score_question(weighed((3, 1.0), (None, 5.0)))
    assert (found.score, found.assessed, found.criteria) == (Decimal("7.5"), 1, 2)


def test_no_rubric_is_not_assessed_but_left_empty_scores_zero() -> None:
    assert score_question([]).score is None
    assert score_question(weighed((None, 1.0)), empty=False).score is None
    assert score_question(weighed((None, 1.0)), empty=True).score == Decimal("0.0")
    assert score_question([], empty=True).score == Decimal("0.0")


def test_a_human_may_score_an_empty_answer() -> None:
    assert score_question(weighed((2, 1.0)), empty=True).score == Decimal("5.0")


def test_half_a_tenth_is_rounded_up() -> None:
    # 10 * 1/4 * 0.5 = 1.25, where binary rounding would give 1.2
    assert score_question(weighed((1, 1.0), (0, 1.0))).score == Decimal("1.3")


def test_total_stands_with_its_base() -> None:
    total = score_total(scored(7, 7, 7, 7, 7, 7, 6, None, None, None))
    assert total.text == "6.9 from 7 of 10"


def test_total_is_not_shown_below_half() -> None:
    assert score_total(scored(8, 8, None, None)).text == "8.0 from 2 of 4"
    hidden = score_total(scored(8, None, None))
    assert (hidden.score, hidden.text) == (None, "No total: 1 of 3 assessed")


def test_nothing_asked_has_no_total() -> None:
    assert score_total([]).score is None


def test_questions_are_not_rounded_before_the_mean() -> None:
    thirds = [score_question(weighed((1, 1.0), (0, 2.0))) for _ in range(3)]
    assert score_total(thirds).exact == Fraction(10, 12)


@given(rows)
def test_a_score_lies_between_its_lowest_and_highest_criterion(criteria: list[WeightedPoints]) -> None:
    known = [c.points for c in criteria if c.points is not None]
    exact = score_question(criteria).exact
    if not known:
        assert exact is None
    else:
        assert exact is not None
        assert Fraction(min(known) * 10, 4) <= exact <= Fraction(max(known) * 10, 4)


@given(rows, st.randoms())
def test_order_does_not_matter(criteria: list[WeightedPoints], random: object) -> None:
    turned = list(criteria)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert score_question(turned).exact == score_question(criteria).exact


@given(st.lists(rows, max_size=12))
def test_a_total_counts_only_what_was_assessed(questions: list[list[WeightedPoints]]) -> None:
    scores = [score_question(criteria) for criteria in questions]
    total = score_total(scores)
    known = [s.exact for s in scores if s.exact is not None]
    assert (total.assessed, total.asked) == (len(known), len(scores))
    assert total.is_shown == (bool(known) and 2 * len(known) >= len(scores))
    if total.is_shown:
        assert total.score is not None and 0 <= total.score <= 10
        assert total.score == total.score.quantize(Decimal("0.1"))
