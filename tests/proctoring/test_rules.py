"""Facts over time → incidents: when they open, end, go on, and which frame is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from neurohire.proctoring.facts import Box, FrameFacts, Pose
from neurohire.proctoring.rules import Baseline, Step, Stretch, Thresholds, Timeline, signs
from neurohire.vocabulary import IncidentKind as Kind

NEAR = Box(0.3, 0.3, 0.3, 0.4, 0.9)
STRAIGHT = Pose(yaw=0, pitch=-5, gaze=0, mouth=0.1)


def frame(number: int = 0, **changed: object) -> FrameFacts:
    """Somebody who looks at the screen, in a picture that moves a little."""
    thumb = bytes((100 + number * 7 + at) % 256 for at in range(768))
    values: dict[str, object] = {
        "faces": (NEAR,), "brightness": 120.0, "contrast": 50.0, "pose": STRAIGHT, "face_brightness": 110.0,
        "blur": 0.7, "detail": 80.0, "thumb": thumb,
    }  # fmt: skip
    return FrameFacts(**(values | changed))  # type: ignore[arg-type]


def empty(number: int, **changed: object) -> FrameFacts:
    return frame(number, **({"faces": (), "pose": None, "face_brightness": None, "blur": None} | changed))


SHOWN: dict[Kind, Callable[[int], FrameFacts]] = {
    Kind.NO_FACE: empty,
    Kind.MULTIPLE_FACES: lambda number: frame(number, faces=(NEAR, Box(0.7, 0.3, 0.2, 0.3, 0.8))),
    Kind.LOOKING_AWAY: lambda number: frame(number, pose=Pose(40, -5, 45, 0.1)),
    Kind.FACE_TOO_FAR: lambda number: frame(number, faces=(Box(0.5, 0.5, 0.06, 0.08, 0.9),)),
    Kind.IMAGE_BLURRED: lambda number: frame(number, blur=0.92),
    Kind.TOO_DARK: lambda number: frame(number, face_brightness=20.0),
    Kind.CAMERA_COVERED: lambda number: empty(number, contrast=3.0),
    Kind.CAMERA_FROZEN: lambda number: frame(0),
}


def run(
    frames: Sequence[FrameFacts], timeline: Timeline | None = None, began: float = 0.0, every: float = 0.5
) -> list[tuple[Step, Stretch]]:
    found = timeline or Timeline()
    return [
        change
        for number, facts in enumerate(frames)
        for change in found.push(began + number * every, number, facts)
    ]


@pytest.mark.parametrize("kind", list(SHOWN))
def test_what_lasts_opens_and_ends(kind: Kind) -> None:
    calm = [frame(number) for number in range(8)]
    shown = [SHOWN[kind](number) for number in range(8, 40)]
    after = [frame(number) for number in range(40, 52)]
    changes = run(calm + shown + after)
    assert [(step, one.kind) for step, one in changes] == [(Step.OPENED, kind), (Step.CLOSED, kind)]
    stretch = changes[0][1]
    # a frozen picture is known by the second of two frames that are the same
    assert stretch.began == (4.5 if kind is Kind.CAMERA_FROZEN else 4.0)
    assert stretch.ended is not None and 19.5 <= stretch.ended <= 21.0
    assert 8 <= stretch.worst < 40


@pytest.mark.parametrize("kind", list(SHOWN))
def test_a_rule_that_is_off_finds_nothing(kind: Kind) -> None:
    windows = {one: window for one, window in Timeline().windows.items() if one is not kind}
    shown = [SHOWN[kind](number) for number in range(40)]
    assert all(one.kind is not kind for _, one in run(shown, Timeline(windows=windows)))


@pytest.mark.parametrize("kind", [kind for kind in SHOWN if kind is not Kind.CAMERA_FROZEN])
def test_a_glance_is_no_incident(kind: Kind) -> None:
    frames = [frame(number) for number in range(60)]
    for number in (10, 20, 21, 35, 50):
        frames[number] = SHOWN[kind](number)
    assert run(frames) == []


def test_one_misread_frame_in_between_ends_nothing() -> None:
    frames = [empty(number) for number in range(20)]
    frames[9] = frame(9)
    assert [step for step, _ in run(frames)] == [Step.OPENED]


def test_two_stretches_that_lie_near_are_one_and_far_ones_are_two() -> None:
    def pause(length: int) -> list[tuple[Step, Stretch]]:
        gone = [empty(number) for number in range(10)]
        back = [frame(number) for number in range(10, 10 + length)]
        return run(gone + back + [empty(number) for number in range(20, 30)])

    near, far = pause(4), pause(12)
    assert len({id(one) for _, one in near}) == 1 and len({id(one) for _, one in far}) == 2
    assert near[0][1].began == 0.0 and near[0][1].ended is None


def test_the_worst_frame_is_kept() -> None:
    turned = [frame(number, pose=Pose(30, -5, 30 + (20 if number == 7 else 0), 0.1)) for number in range(12)]
    (_, stretch), *_ = run(turned)
    assert (stretch.worst, stretch.value) == (7, 25.0)


def test_the_end_of_the_interview_ends_what_is_open() -> None:
    timeline = Timeline()
    run([empty(number) for number in range(10)], timeline)
    ((step, stretch),) = timeline.close(7.0)
    assert (step, stretch.kind, stretch.ended) == (Step.CLOSED, Kind.NO_FACE, 7.0)
    assert timeline.close(8.0) == []


def test_ways_to_sit_are_differences_from_check_in() -> None:
    aside = frame(pose=Pose(20, -30, 30, 0.1))
    assert Kind.LOOKING_AWAY in signs(aside)
    assert Kind.LOOKING_AWAY not in signs(aside, baseline=Baseline(gaze=25, pitch=-28))


def test_a_covered_camera_is_not_somebody_who_left() -> None:
    assert signs(empty(0)) == {Kind.NO_FACE: 1.0}
    assert signs(empty(0, brightness=5.0)) == {Kind.CAMERA_COVERED: 1.0}


def test_an_admin_may_be_milder() -> None:
    dark = frame(face_brightness=35.0)
    assert Kind.TOO_DARK in signs(dark) and Kind.TOO_DARK not in signs(dark, Thresholds(dark=30.0))


@pytest.mark.parametrize("every", [0.67, 0.8, 1.3, 2.5, 4.9])
def test_a_busy_server_that_looks_at_fewer_frames_sees_it_too(every: float) -> None:
    calm = [frame(number) for number in range(6)]
    shown = [empty(number) for number in range(6, 12)]
    after = [frame(number) for number in range(12, 20)]
    changes = run(calm + shown + after, every=every)
    assert [(step, one.kind) for step, one in changes] == [
        (Step.OPENED, Kind.NO_FACE),
        (Step.CLOSED, Kind.NO_FACE),
    ]
    assert changes[0][1].began == pytest.approx(6 * every)


@pytest.mark.parametrize("every", [0.5, 0.8, 2.5, 4.9])
def test_one_or_two_misread_frames_are_nothing_at_any_pace(every: float) -> None:
    frames = [empty(number) if number in (6, 7, 12) else frame(number) for number in range(20)]
    assert run(frames, every=every) == []


def test_frames_that_lie_far_apart_are_not_judged_together() -> None:
    assert run([empty(number) for number in range(10)], every=6.0) == []
