"""Grading by the stand-in: quotes that hold, two runs, and no words of the model's own."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from neurohire.ai.failures import ModelFailed, Reason
from neurohire.ai.grader import NO_QUOTE, TRICKED, UNUSABLE_ANSWER, ModelGrader
from neurohire.grading.embedded import EmbeddedGrader
from neurohire.grading.evidence import stands
from neurohire.grading.protocol import AnswerText
from neurohire.models.questions import Criterion, Question
from neurohire.stand_in.behaviour import Fault, Step
from neurohire.stand_in.server import StandIn
from neurohire.vocabulary import QuestionType
from tests.ai.conftest import MakeClient

ANCHORS = {0: "none of it", 1: "a little", 2: "half of it", 3: "most of it", 4: "all of it"}
GOOD = (
    "An index lets the database find rows without scanning the whole table. "
    "Every write must also update the index."
)
POINTS = ["An index finds rows without scanning the table.", "Writes must update the index.",
          "Columns with few distinct values gain little."]  # fmt: skip
QUESTION = Question(
    id="index",
    type=QuestionType.TECHNICAL,
    skill="SQL",
    text="When would you add an index to a column?",
    rubric=[
        Criterion(key="use", name="Says what it is for", points=POINTS[:1], anchors=ANCHORS),
        Criterion(key="cost", name="Knows what it costs", points=POINTS[1:], anchors=ANCHORS),
    ],
)


def answer(text: str, mode: str = "text") -> AnswerText:
    return AnswerText.model_validate({"parts": [{"key": "text-0", "mode": mode, "text": text}]})


@pytest.fixture
def grader(make_client: MakeClient) -> ModelGrader:
    return ModelGrader(make_client(), random.Random(7))


def told(stand_in: StandIn, *runs: dict[str, Any]) -> None:
    """What the model gives in each run, by the expected words of the criterion; the decoy gets nothing."""
    stand_in.behaviour.script = [Step(text=json.dumps(run)) for run in runs]


def one_for_all(points: int, *words: str, part: str = "text-0") -> dict[str, Any]:
    given = {"points": points, "quotes": [{"part": part, "words": one} for one in words]}
    return {name: given for name in ("c1", "c2", "c3")}


async def test_it_grades_as_well_as_the_model_does(grader: ModelGrader):
    found = (await grader.grade(QUESTION, answer(GOOD))).grading
    embedded = EmbeddedGrader().grade(QUESTION, answer(GOOD))
    assert [c.points for c in found.criteria] == [c.points for c in embedded.criteria] == [4, 2]
    assert found.grader == "stand-in grading/1"
    assert all(stands(quote, answer(GOOD)) for c in found.criteria for quote in c.quotes)
    assert "all of it" in found.criteria[0].reason


async def test_only_rubric_question_and_answer_are_sent_with_one_criterion_more(
    stand_in: StandIn, grader: ModelGrader
):
    await grader.grade(QUESTION, answer(GOOD))
    assert len(stand_in.behaviour.calls) == 2
    decoys = []
    for call in stand_in.behaviour.calls:
        system, rubric, data = call.body["messages"]
        sent = json.loads(rubric["content"])
        assert set(sent) == {"question", "criteria"} and GOOD not in system["content"] + rubric["content"]
        lines = data["content"].splitlines()
        assert lines[0].split()[1] == lines[2].split()[1] and len(lines) == 3
        assert json.loads(lines[1]) == {"answer": [{"part": "text-0", "mode": "text", "text": GOOD}]}
        decoys += [c["name"] for c in sent["criteria"] if c["expected"][0] not in POINTS]
    assert len(decoys) == 2


@pytest.mark.parametrize(
    "words", ["An index makes everything faster.", "index Lets the database", "Mongo", " ", "An index. rows."]
)
async def test_words_that_the_answer_does_not_have_count_for_nothing(
    stand_in: StandIn, grader: ModelGrader, words: str, monkeypatch: pytest.MonkeyPatch
):
    found = await _graded(
        stand_in, grader, monkeypatch, {"points": 4, "quotes": [{"part": "x", "words": words}]}
    )
    assert [c.points for c in found] == [None, None]
    assert found[0].reason == NO_QUOTE and found[0].quotes == []


async def test_quotes_are_found_with_other_white_space_and_in_another_part(
    stand_in: StandIn, grader: ModelGrader, monkeypatch: pytest.MonkeyPatch
):
    quote = {"part": "nowhere", "words": "“Every write  must\nalso update the index.”"}
    found = await _graded(stand_in, grader, monkeypatch, {"points": 3, "quotes": [quote]})
    assert [c.points for c in found] == [3, 3]
    assert found[0].quotes[0].text == "Every write must also update the index."


@pytest.mark.parametrize(
    ("first", "second", "counts", "words"),
    [
        (3, 3, 3, "most of it"),
        (4, 3, 3, "the lower one stands"),
        (4, 2, None, "too far apart"),
        (0, 0, 0, "none"),
    ],
)
async def test_two_runs_must_agree(
    stand_in: StandIn, grader: ModelGrader, monkeypatch: pytest.MonkeyPatch,
    first: int, second: int, counts: int | None, words: str,
):  # fmt: skip
    quotes = [{"part": "text-0", "words": "Every write must also update the index."}]
    found = await _graded(
        stand_in,
        grader,
        monkeypatch,
        {"points": first, "quotes": quotes},
        {"points": second, "quotes": quotes},
    )
    assert [c.points for c in found] == [counts, counts]
    assert words in found[0].reason


async def test_both_runs_are_kept(stand_in: StandIn, grader: ModelGrader, monkeypatch: pytest.MonkeyPatch):
    quotes = [{"part": "text-0", "words": "Every write must also update the index."}]
    _give(stand_in, monkeypatch, {"points": 4, "quotes": quotes}, {"points": 3, "quotes": quotes})
    found = await grader.grade(QUESTION, answer(GOOD))
    assert {key: sorted(v for v in runs if v) for key, runs in found.runs.items()} == {
        "use": [3, 4],
        "cost": [3, 4],
    }


async def test_points_for_what_was_not_asked_give_the_model_away(stand_in: StandIn, grader: ModelGrader):
    told(stand_in, *[one_for_all(4, "Every write must also update the index.")] * 2)
    found = await grader.grade(QUESTION, answer(GOOD))
    assert [(c.points, c.reason) for c in found.grading.criteria] == [
        (None, TRICKED)
    ] * 2 and found.runs == {}


@pytest.mark.parametrize("points", [5, -1, 11, 3.7, "4", None])
async def test_points_off_the_scale_are_no_answer(stand_in: StandIn, grader: ModelGrader, points: object):
    given = {name: {"points": points, "quotes": []} for name in ("c1", "c2", "c3")}
    stand_in.behaviour.always = Step(text=json.dumps(given))
    found = (await grader.grade(QUESTION, answer(GOOD))).grading
    assert {c.points for c in found.criteria} == {None}


@pytest.mark.parametrize(
    "fault", [Fault.TRUNCATE, Fault.BROKEN_JSON, Fault.WRONG_SHAPE, Fault.EMPTY, Fault.HTML]
)
async def test_two_repairs_then_a_person_has_to_read_it(stand_in: StandIn, grader: ModelGrader, fault: Fault):
    stand_in.behaviour.script = [Step(fault=fault)] * 4
    assert {c.points for c in (await grader.grade(QUESTION, answer(GOOD))).grading.criteria} == {4, 2}
    stand_in.behaviour.calls.clear()
    stand_in.behaviour.always = Step(fault=fault)
    found = (await grader.grade(QUESTION, answer(GOOD))).grading
    assert [(c.points, c.reason) for c in found.criteria] == [(None, UNUSABLE_ANSWER)] * 2
    assert len(stand_in.behaviour.calls) <= 6


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(Fault.ERROR, Reason.SERVER_ERROR), (Fault.BUSY, Reason.BUSY), (Fault.WRONG_KEY, Reason.NOT_ACCEPTED)],
)
async def test_away_is_not_zero_points(stand_in: StandIn, grader: ModelGrader, fault: Fault, reason: Reason):
    stand_in.behaviour.always = Step(fault=fault)
    with pytest.raises(ModelFailed) as failed:
        await grader.grade(QUESTION, answer(GOOD))
    assert failed.value.reason in (reason, Reason.PAUSED)


async def test_an_hour_of_speech_is_graded_and_holds_up_nobody(stand_in: StandIn, grader: ModelGrader):
    spoken = " ".join(["um so the thing with the queue was that nobody looked at it you know"] * 600)
    found = (
        await grader.grade(QUESTION, answer(f"{GOOD.lower().replace('.', '')} {spoken}", "speech"))
    ).grading
    assert all(c.points is not None for c in found.criteria)


def _give(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, *runs: dict[str, Any]) -> None:
    """The stand-in gives these to the real criteria and nothing to the decoy."""
    left = list(runs) * (2 // len(runs))

    def graded(task: dict[str, Any], given: object) -> dict[str, Any]:
        nothing = {"points": 0, "quotes": []}
        mine = left.pop(0)
        return {c["id"]: mine if c["expected"][0] in POINTS else nothing for c in task["criteria"]}

    monkeypatch.setattr("neurohire.stand_in.thinking._graded", graded)


async def _graded(
    stand_in: StandIn, grader: ModelGrader, monkeypatch: pytest.MonkeyPatch, *runs: dict[str, Any]
) -> list[Any]:
    _give(stand_in, monkeypatch, *runs)
    return (await grader.grade(QUESTION, answer(GOOD))).grading.criteria
