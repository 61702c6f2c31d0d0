"""What was said, line by line beside its sound: as it counts, as it was heard, and a button to hear it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nicegui.element import Element

import components.es_modules  # noqa: F401
from components.answer_text import Run, Said, lines_of
from neurohire.services.transcripts import SpokenTake
from neurohire.vocabulary import TranscriptSource, TranscriptState

UNSURE = 0.5  # of 1: below it a listener should decide
STATES = {
    TranscriptState.WAITING: "Still being written down; the report is drawn anew when it is there.",
    TranscriptState.NO_SPEECH: "Nobody was heard to speak in it. Please listen if in doubt.",
    TranscriptState.FAILED: "It was not written down. Please listen.",
}
REASONS = {
    "not_audio": "What was sent is no sound that can be read.",
    "over_budget": "The budget for this interview is spent, so it was not written down. Please listen.",
    "switched_off": "The transcription service was switched off. Please listen.",
    "no_consent": "The candidate has not agreed to the transcription service. Please listen.",
    "not_understood": "The service gave no words that can be believed. Please listen.",
}
NOTES = {
    "gap": "A part of it did not arrive, so words may be missing.",
    "cut": "Only its first two hours were written down.",
}


class SpokenAnswer(Element, component="spoken_answer.js"):
    """Runs of plain text; playing begins at the line's second."""

    def __init__(self, take: SpokenTake, source: str, label: str, runs: Sequence[tuple[Run, ...]]) -> None:
        super().__init__()
        left = iter(runs)
        self.words = [line.text for line in take.lines]
        self.props.update(
            {
                "src": source,
                "label": label,
                "about": list(_about(take)),
                "lines": [_line(line.model_dump(), left) for line in take.lines],
            }
        )

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [*super()._displayed_contents(only_visible=only_visible), *self.words]


def runs_of(takes: Sequence[SpokenTake], quotes: Sequence[Said]) -> dict[str, list[tuple[Run, ...]]]:
    """By take: its lines in runs. Quotes count places in all takes of the answer together."""
    texts = {take.recording_id: take.text for take in takes}
    left = list(lines_of("\n".join(text for text in texts.values() if text), quotes, ""))
    found: dict[str, list[tuple[Run, ...]]] = {}
    for name, text in texts.items():
        count = text.count("\n") + 1 if text else 0
        found[name], left = left[:count], left[count:]
    return found


def _line(line: dict[str, Any], runs: Iterator[tuple[Run, ...]]) -> dict[str, Any]:
    corrected = line["corrected"]
    counts = line["heard"] if corrected is None else corrected
    sure = line["confidence"]
    return {
        "start": line["start"],
        "end": line["end"],
        "runs": next(runs, ()) if counts.strip() else (),
        "heard": "" if corrected is None else line["heard"],
        "unsure": sure is not None and sure < UNSURE and corrected is None,
    }


def _about(take: SpokenTake) -> Iterator[str]:
    if take.state is not TranscriptState.DONE:
        yield REASONS.get(take.reason, STATES[take.state])
    elif take.source is TranscriptSource.BROWSER:
        yield "Written down by the candidate's own browser, not checked against the sound."
    else:
        yield f"Written down by {take.service or 'a service'}."
    for note in take.notes:
        if note in NOTES:
            yield NOTES[note]
    if take.dropped:
        many = take.dropped != 1
        words = "stretches were" if many else "stretch was"
        yield f"{take.dropped} {words} left out: the service's words did not fit the sound."
