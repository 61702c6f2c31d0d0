"""What was promised of the camera's checks on labelled pictures, and over minutes of a camera."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from neurohire.evaluate_frames import figures, labelled
from neurohire.proctoring.frames import Reader
from neurohire.proctoring.rules import Stretch, Timeline
from neurohire.vocabulary import IncidentKind as Kind
from tests.material import shared
from tests.proctoring import simulated

MOST_FALSE = 1  # in 6 minutes
NEAR_SECONDS = 1.0  # an incident may begin and end so much beside its stretch


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    found = Reader()
    yield found
    found.close()


@pytest.fixture
def faces() -> Path:
    return shared("faces")


def test_faces_are_counted_and_turned_heads_seen(reader: Reader, faces: Path) -> None:
    found = figures(labelled(reader, faces, faces / "manifest.csv"))
    assert (found.single_total, found.multi_total, found.away_total, found.camera_total) == (41, 11, 9, 29)
    assert found.single_exact >= 40 and found.multi_seen >= 10 and found.empty_false == 0
    assert found.away_caught >= 8 and found.camera_false <= 1


def test_minutes_of_a_camera(reader: Reader, faces: Path) -> None:
    every = simulated.parts(faces)
    timeline, found = Timeline(), list[Stretch]()
    at = 0.0
    for number, shown in enumerate(simulated.frames(every)):
        at = shown.at
        changes = timeline.push(at, number, reader.read(shown.jpeg))
        found += [stretch for _, stretch in changes if stretch not in found]
    timeline.close(at)
    begins, violations = 0.0, list[tuple[float, float, frozenset[Kind]]]()
    for part in every:
        if part.truth:
            violations.append((begins, begins + part.seconds, part.truth))
        begins += part.seconds
    seen = [one for one in violations if any(_meets(stretch, one) for stretch in found)]
    false = [one for one in found if not any(_touches(one, violation) for violation in violations)]
    missed = [one for one in violations if one not in seen]
    assert len(seen) >= 0.95 * len(violations), missed
    assert len(false) <= MOST_FALSE, false


def _meets(stretch: Stretch, violation: tuple[float, float, frozenset[Kind]]) -> bool:
    return stretch.kind in violation[2] and _touches(stretch, violation)


def _touches(stretch: Stretch, violation: tuple[float, float, frozenset[Kind]]) -> bool:
    began, ended, _ = violation
    assert stretch.ended is not None
    return stretch.began < ended + NEAR_SECONDS and stretch.ended > began - NEAR_SECONDS
