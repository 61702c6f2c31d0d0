"""Facts over time → incidents: what lasts long enough, with a start, an end and the worst frame in between.

A kind opens when enough of the frames of its window show it, and closes when few of its release window do
(a share with hysteresis, so that neither a glance nor one misread frame makes an incident). Windows and
shares were chosen at two frames a second on simulated timelines of real pictures.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from neurohire.proctoring.facts import FrameFacts
from neurohire.vocabulary import IncidentKind

CLOSES_AT = 0.25  # share of the release window
FEWEST_FRAMES = 3  # nothing is judged by less
COVERS = 0.8  # share of a window that the frames in it must span
SLOWEST = 5.0  # seconds between two frames that are still judged together: a busy server looks at fewer
MERGE_SECONDS = 3.0  # two stretches of a kind that lie nearer are one
NEAR = 1e-6
_Seen = tuple[float, bool, float, int]  # at, whether it is shown, how much, number of the frame


@dataclass(frozen=True, slots=True)
class Window:
    """`seconds` of which a `share` shows the thing; it ends after `release` seconds without."""

    seconds: float
    share: float
    release: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a fact counts; angles in degrees from the person's own way to look at the screen."""

    gaze: float = 25.0  # the edge of a 24-inch screen at 60 cm is at 23
    pitch_down: float = -24.0
    pitch_up: float = 25.0
    profile_counts: bool = True  # a face without a mesh is turned away
    far: float = 0.09  # width of the face over the frame: about 1.4 m
    dark: float = 40.0  # mean grey of the face
    blur: float = 0.86
    detail: float = 10.0  # below it blurred too, where there is light enough to say
    detail_light: float = 50.0
    covered_contrast: float = 12.0
    covered_brightness: float = 16.0
    still: float = 0.05  # mean difference of thumbs, 0-255: less is the very same picture


WINDOWS: Mapping[IncidentKind, Window] = {
    IncidentKind.NO_FACE: Window(2.0, 0.75, 1.5),
    IncidentKind.MULTIPLE_FACES: Window(1.5, 0.66, 2.0),
    IncidentKind.LOOKING_AWAY: Window(2.5, 0.75, 1.5),
    IncidentKind.FACE_TOO_FAR: Window(3.0, 0.75, 2.0),
    IncidentKind.IMAGE_BLURRED: Window(3.0, 0.75, 2.0),
    IncidentKind.TOO_DARK: Window(3.0, 0.75, 2.0),
    IncidentKind.CAMERA_COVERED: Window(1.5, 0.75, 1.5),
    IncidentKind.CAMERA_FROZEN: Window(10.0, 0.95, 1.5),
}


@dataclass(frozen=True, slots=True)
class Baseline:
    """How this person looks at the screen, measured at check-in; zeros: not measured."""

    gaze: float = 0.0
    pitch: float = 0.0


def signs(
    facts: FrameFacts, thresholds: Thresholds = Thresholds(), baseline: Baseline = Baseline()
) -> dict[IncidentKind, float]:
    """What one frame shows, with the value that says how much (larger is worse), as its rule has it."""
    found: dict[IncidentKind, float] = {}
    if not facts.faces:
        is_flat = facts.contrast < thresholds.covered_contrast
        is_black = facts.brightness < thresholds.covered_brightness
        kind = IncidentKind.CAMERA_COVERED if is_flat or is_black else IncidentKind.NO_FACE
        return {kind: 1.0}
    if len(facts.faces) > 1:
        found[IncidentKind.MULTIPLE_FACES] = float(len(facts.faces))
    width = facts.faces[0].width
    if width < thresholds.far:
        found[IncidentKind.FACE_TOO_FAR] = thresholds.far - width
    if (away := _away(facts, thresholds, baseline)) > 0:
        found[IncidentKind.LOOKING_AWAY] = away
    light = facts.face_brightness
    if light is not None and light < thresholds.dark:
        found[IncidentKind.TOO_DARK] = thresholds.dark - light
    if facts.blur is not None and facts.blur > thresholds.blur:
        found[IncidentKind.IMAGE_BLURRED] = facts.blur
    elif (
        facts.detail is not None
        and facts.detail < thresholds.detail
        and (light or 0) > thresholds.detail_light
    ):
        found[IncidentKind.IMAGE_BLURRED] = 1.0
    return found


def _away(facts: FrameFacts, thresholds: Thresholds, baseline: Baseline) -> float:
    """Degrees beyond the limit; 0: at the screen, or too far to say."""
    pose = facts.pose
    if pose is None:
        return 90.0 if thresholds.profile_counts else 0.0
    sideways = abs(pose.gaze - baseline.gaze) - thresholds.gaze
    pitch = pose.pitch - baseline.pitch
    return max(0.0, sideways, pitch - thresholds.pitch_up, thresholds.pitch_down - pitch)


class Step(StrEnum):
    OPENED = "opened"
    CLOSED = "closed"


@dataclass(slots=True)
class Stretch:
    """An incident in the making; times in seconds of the caller's clock, `worst` is the frame to keep."""

    kind: IncidentKind
    began: float
    ended: float | None = None
    value: float = 0.0
    worst: int = -1
    frames: int = 0
    resumed: bool = False  # it ended before, and went on a moment later


@dataclass(slots=True)
class _Track:
    seen: deque[_Seen] = field(default_factory=deque)
    open: Stretch | None = None
    last: Stretch | None = None  # the one that ended last, to go on with if the next is near


class Timeline:
    """The rules over one person's frames. Times must not go back; a frame is named by a rising number."""

    def __init__(
        self,
        thresholds: Thresholds | None = None,
        windows: Mapping[IncidentKind, Window] = WINDOWS,
        baseline: Baseline = Baseline(),
    ) -> None:
        self.thresholds, self.windows, self.baseline = thresholds or Thresholds(), windows, baseline
        self._tracks = {kind: _Track() for kind in windows}
        self._thumb = b""

    def push(self, at: float, number: int, facts: FrameFacts) -> list[tuple[Step, Stretch]]:
        """What this frame opens and closes."""
        found = signs(facts, self.thresholds, self.baseline)
        if self._is_still(facts.thumb):
            found[IncidentKind.CAMERA_FROZEN] = 1.0
        changes: list[tuple[Step, Stretch]] = []
        for kind, window in self.windows.items():
            change = self._look(
                self._tracks[kind], kind, window, (at, kind in found, found.get(kind, 0.0), number)
            )
            if change is not None:
                changes.append(change)
        return changes

    def open_stretch(self, kind: IncidentKind) -> Stretch | None:
        """What goes on now."""
        track = self._tracks.get(kind)
        return track.open if track is not None else None

    def close(self, at: float) -> list[tuple[Step, Stretch]]:
        """The end of the interview: what is open ends now."""
        changes = []
        for track in self._tracks.values():
            if track.open is not None:
                changes.append((Step.CLOSED, self._end(track, at)))
        return changes

    def _is_still(self, thumb: bytes) -> bool:
        before, self._thumb = self._thumb, thumb
        if not thumb or len(before) != len(thumb):
            return False
        change = sum(abs(one - other) for one, other in zip(thumb, before, strict=True)) / len(thumb)
        return change < self.thresholds.still

    def _look(
        self, track: _Track, kind: IncidentKind, window: Window, new: _Seen
    ) -> tuple[Step, Stretch] | None:
        at = new[0]
        track.seen.append(new)
        while track.seen[0][0] < at - max(window.seconds, window.release) - FEWEST_FRAMES * SLOWEST:
            track.seen.popleft()
        if track.open is None:
            return self._open(track, kind, window, at)
        _worse(track.open, new)
        late = _latest(track.seen, window.release, 2)
        if len(late) >= 2 and at - late[0][0] >= window.release * COVERS and _share(late) <= CLOSES_AT:
            return Step.CLOSED, self._end(track, late[0][0])
        return None

    def _open(
        self, track: _Track, kind: IncidentKind, window: Window, at: float
    ) -> tuple[Step, Stretch] | None:
        late = _latest(track.seen, window.seconds, FEWEST_FRAMES)
        is_long = len(late) >= FEWEST_FRAMES and at - late[0][0] >= window.seconds * COVERS
        if not (is_long and late[-1][1] and _share(late) >= window.share):
            return None
        shown = [one for one in late if one[1]]
        last = track.last
        if last is not None and last.ended is not None and shown[0][0] - last.ended < MERGE_SECONDS:
            stretch, last.ended, last.resumed = last, None, True
        else:
            stretch = Stretch(kind, shown[0][0])
        for one in shown:
            _worse(stretch, one)
        track.open, track.last = stretch, None
        return Step.OPENED, stretch

    def _end(self, track: _Track, at: float) -> Stretch:
        assert track.open is not None
        track.last, track.open = track.open, None
        track.last.ended = at
        return track.last


def _latest(seen: deque[_Seen], seconds: float, fewest: int) -> list[_Seen]:
    """Of the last `seconds`; of slow frames so many before as it takes to judge."""
    at, frames = seen[-1][0], [seen[-1]]
    for one in islice(reversed(seen), 1, None):
        oldest = frames[-1][0]
        is_enough = len(frames) >= fewest and at - oldest >= seconds * COVERS
        if one[0] < at - seconds - NEAR and (is_enough or oldest - one[0] > SLOWEST):
            break
        frames.append(one)
    return frames[::-1]


def _share(frames: list[_Seen]) -> float:
    return sum(one[1] for one in frames) / len(frames)


def _worse(stretch: Stretch, new: _Seen) -> None:
    _, is_shown, value, number = new
    if not is_shown:
        return
    stretch.frames += 1
    if stretch.worst < 0 or value > stretch.value:
        stretch.value, stretch.worst = value, number
