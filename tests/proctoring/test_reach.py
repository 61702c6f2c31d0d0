"""What was promised of the camera's checks on labelled pictures, and over minutes of a camera."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import pytest

from neurohire.evaluate_frames import figures, labelled
from neurohire.proctoring.frames import Reader
from neurohire.proctoring.measured import measured
from neurohire.proctoring.rules import Stretch, Timeline
from neurohire.vocabulary import IncidentKind as Kind
from tests.material import shared
from tests.proctoring import simulated

MOST_FALSE = 1  # in 6 minutes
NEAR_SECONDS = 1.0  # an incident may begin and end so much beside its stretch
Violation = tuple[float, float, frozenset[Kind]]  # begins, ends, what is to be found


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    found = Reader()
    yield found
    found.close()


@pytest.fixture
def faces() -> Path:
    return shared("faces")


class Minutes(NamedTuple):
    """What the rules made of the simulated minutes."""

    minutes: float
    violations: list[Violation]
    missed: list[Violation]
    false: list[Stretch]


def test_faces_are_counted_and_turned_heads_seen(reader: Reader, faces: Path) -> None:
    seen = labelled(reader, faces, faces / "manifest.csv")
    found, told = figures(seen), measured()
    assert (found.single_total, found.multi_total, found.away_total, found.camera_total) == (41, 11, 9, 29)
    assert found.single_exact >= 40 and found.multi_seen >= 10 and found.empty_false == 0
    assert found.away_caught >= 8 and found.camera_false <= 1
    assert told.pictures == len(seen)
    assert {name: getattr(told, name) for name in asdict(found)} == asdict(found)  # what the app's page says


def test_minutes_of_a_camera(reader: Reader, faces: Path) -> None:
    found, told = watch(reader, faces), measured()
    opened = len(found.violations) - len(found.missed)
    assert opened >= 0.95 * len(found.violations), found.missed
    assert len(found.false) <= MOST_FALSE, found.false
    assert (told.stretches, told.stretches_found) == (len(found.violations), opened)
    assert (told.invented, told.minutes) == (len(found.false), round(found.minutes, 1))


def watch(reader: Reader, faces: Path) -> Minutes:
    """All parts, one after the other, at two frames a second."""
    every = simulated.parts(faces)
    timeline, found = Timeline(), list[Stretch]()
    at = 0.0
    for number, shown in enumerate(simulated.frames(every)):
        at = shown.at
        changes = timeline.push(at, number, reader.read(shown.jpeg))
        found += [stretch for _, stretch in changes if stretch not in found]
    timeline.close(at)
    begins, violations = 0.0, list[Violation]()
    for part in every:
        if part.truth:
            violations.append((begins, begins + part.seconds, part.truth))
        begins += part.seconds
    missed = [one for one in violations if not any(_meets(stretch, one) for stretch in found)]
    false = [one for one in found if not any(_touches(one, violation) for violation in violations)]
    return Minutes(begins / 60, violations, missed, false)


def _meets(stretch: Stretch, violation: Violation) -> bool:
    return stretch.kind in violation[2] and _touches(stretch, violation)


def _touches(stretch: Stretch, violation: Violation) -> bool:
    began, ended, _ = violation
    assert stretch.ended is not None
    return stretch.began < ended + NEAR_SECONDS and stretch.ended > began - NEAR_SECONDS
