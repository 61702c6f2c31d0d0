"""The report's spoken answer: lines beside the sound, quotes at their places, what was not written down."""

from __future__ import annotations

import pytest

from components.answer_text import Said
from components.spoken_answer import _about, _line, runs_of
from neurohire.models.transcripts import SpokenLine
from neurohire.services.transcripts import SpokenTake, spoken_text
from neurohire.vocabulary import TranscriptSource, TranscriptState


def take(*lines: SpokenLine, name: str = "a", **changed: object) -> SpokenTake:
    values = {
        "recording_id": name, "follow_up": 0, "state": TranscriptState.DONE,
        "source": TranscriptSource.SERVICE,
        "service": "ear-1", "lines": list(lines), "seconds": 9.0, "notes": [], "dropped": 0,
        "is_delayed": False, "reason": "", "ready_at": None,
    }  # fmt: skip
    return SpokenTake.model_validate(values | changed)


def test_quotes_are_marked_at_their_place_also_in_the_second_take():
    takes = [
        take(SpokenLine(start=0, end=2, heard="One."), SpokenLine(start=2, end=3, heard="x", corrected="")),
        take(name="empty", state=TranscriptState.NO_SPEECH),
        take(SpokenLine(start=0, end=2, heard="We shared it.", corrected="We sharded it."), name="b"),
    ]
    text = spoken_text(takes)
    assert text == "One.\nWe sharded it."
    start = text.index("sharded")
    runs = runs_of(takes, [Said(start, start + 7, "here")])
    assert [len(found) for found in runs.values()] == [1, 0, 1]
    assert runs["b"][0] == (("", "We ", ()), ("", "sharded", ("here",)), ("", " it.", ()))
    shown = _line(takes[2].lines[0].model_dump(), iter(runs["b"]))
    assert (shown["heard"], shown["runs"]) == ("We shared it.", runs["b"][0])
    left_out = _line(takes[0].lines[1].model_dump(), iter([]))
    assert (left_out["runs"], left_out["heard"]) == ((), "x")


def test_what_the_service_was_not_sure_of_is_marked():
    line = SpokenLine(start=0, end=2, heard="One.", confidence=0.3)
    assert _line(line.model_dump(), iter([()]))["unsure"]
    assert not _line(line.model_copy(update={"corrected": "Won."}).model_dump(), iter([()]))["unsure"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "Written down by ear-1."),
        ({"source": "browser"}, "the candidate's own browser"),
        ({"state": "waiting"}, "Still being written down"),
        ({"state": "failed", "reason": "over_budget"}, "The budget for this interview is spent"),
        ({"state": "failed", "reason": "whatever"}, "It was not written down"),
        ({"state": "no_speech"}, "Nobody was heard to speak"),
        ({"notes": ["gap"]}, "A part of it did not arrive"),
        ({"dropped": 2}, "2 stretches were left out"),
    ],
)
def test_what_is_missing_is_said(changed: dict[str, object], words: str):
    assert words in " ".join(_about(take(SpokenLine(start=0, end=1, heard="a"), **changed)))
