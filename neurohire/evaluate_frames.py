"""`evaluate frames`: how often the checks of single camera pictures are right, on a user's own pictures."""

from __future__ import annotations

import csv as csv_format
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from neurohire.errors import Rejected
from neurohire.proctoring.facts import FrameFacts
from neurohire.proctoring.frames import Reader
from neurohire.proctoring.jpeg import NotAFrame
from neurohire.proctoring.rules import Thresholds, signs
from neurohire.proctoring.vision_models import NoVisionModel
from neurohire.vocabulary import IncidentKind

NEEDED = ("file", "faces", "look")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A picture with what people said of it. `look`: camera, away-left, away-down …, or anything else."""

    file: str
    faces: int
    look: str
    facts: FrameFacts


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts. away: pictures of one face that looks away; camera: of one that looks into the camera."""

    single_exact: int
    single_total: int
    multi_seen: int
    multi_total: int
    empty_false: int
    empty_total: int
    away_caught: int
    away_total: int
    camera_false: int
    camera_total: int


def run(folder: Path, manifest: Path) -> None:
    """Prints what was misread, a table, and the figures as the last line in JSON."""
    try:
        reader = Reader()
    except NoVisionModel as error:
        raise Rejected(str(error)) from error
    try:
        seen = labelled(reader, folder, manifest)
    finally:
        reader.close()
    for one in seen:
        if words := _wrong(one):
            print(f"{one.file}: {words}")
    found = figures(seen)
    print(f"one face, counted exactly      {found.single_exact} of {found.single_total}")
    print(f"several, seen as several       {found.multi_seen} of {found.multi_total}")
    print(f"nobody, and yet a face         {found.empty_false} of {found.empty_total}")
    print(f"looks away, and it is said     {found.away_caught} of {found.away_total}")
    print(f"looks at us, and away is said  {found.camera_false} of {found.camera_total}")
    print(json.dumps(asdict(found)))


def labelled(reader: Reader, folder: Path, manifest: Path) -> list[Labelled]:
    """Every picture of the manifest. Rejected when a file or column is missing."""
    return [_read(reader, folder, row) for row in _rows(manifest)]


def figures(seen: Sequence[Labelled], thresholds: Thresholds | None = None) -> Figures:
    single = [one for one in seen if one.faces == 1]
    several = [one for one in seen if one.faces > 1]
    empty = [one for one in seen if one.faces == 0]
    away = [one for one in single if one.look.startswith("away")]
    camera = [one for one in single if one.look == "camera"]
    return Figures(
        single_exact=sum(len(one.facts.faces) == 1 for one in single),
        single_total=len(single),
        multi_seen=sum(len(one.facts.faces) > 1 for one in several),
        multi_total=len(several),
        empty_false=sum(bool(one.facts.faces) for one in empty),
        empty_total=len(empty),
        away_caught=sum(_is_away(one, thresholds) for one in away),
        away_total=len(away),
        camera_false=sum(_is_away(one, thresholds) for one in camera),
        camera_total=len(camera),
    )


def _is_away(one: Labelled, thresholds: Thresholds | None = None) -> bool:
    return IncidentKind.LOOKING_AWAY in signs(one.facts, thresholds or Thresholds())


def _wrong(one: Labelled) -> str:
    count = len(one.facts.faces)
    if min(count, 2) != min(one.faces, 2):
        return f"{one.faces} faces, {count} seen"
    is_away = one.look.startswith("away")
    if one.faces == 1 and (is_away or one.look == "camera") and _is_away(one) != is_away:
        return "looks away, not seen" if is_away else "looks at us, away was said"
    return ""


def _rows(manifest: Path) -> list[dict[str, str]]:
    with manifest.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv_format.DictReader(file))
    if not rows or any(name not in rows[0] for name in NEEDED):
        raise Rejected(f"The manifest needs the columns {', '.join(NEEDED)}.")
    return rows


def _read(reader: Reader, folder: Path, row: dict[str, str]) -> Labelled:
    path = folder / Path(row["file"]).name
    try:
        facts = reader.facts(reader.decoded(path.read_bytes()))
    except (OSError, NotAFrame) as error:
        raise Rejected(f"{path.name} is missing or no JPEG of at most 150 kB.") from error
    try:
        return Labelled(path.name, int(row["faces"]), row["look"], facts)
    except ValueError as error:
        raise Rejected(f"{path.name}: faces must be a whole number.") from error
