"""Minutes of a camera, put together from labelled pictures, with what is really to be found in them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from neurohire.vocabulary import IncidentKind as Kind

FRAMES_PER_SECOND = 2
WIDTH, HEIGHT = 640, 480


class Part(NamedTuple):
    """Some seconds of one picture; `truth`: what is to be found, nothing when all is well."""

    picture: Any
    seconds: float
    truth: frozenset[Kind]


class Shown(NamedTuple):
    """A frame as it arrives."""

    at: float
    jpeg: bytes
    truth: frozenset[Kind]


def parts(folder: Path, seed: int = 7, count: int = 35) -> list[Part]:
    """In turn a person who behaves and something to be found, each such picture; also blurred and covered."""
    rng = np.random.default_rng(seed)
    with (folder / "manifest.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["look"] != "unclear"]
    well = [
        row for row in rows if row["faces"] == "1" and row["look"] == "camera" and row["distance"] != "far"
    ]
    names = {row["file"] for row in well}
    ill = [
        row for row in rows if row["file"] not in names and (row["distance"] != "far" or row["faces"] == "0")
    ]
    found: list[Part] = []
    for number in range(count):
        calm = cv2.imread(str(folder / well[number % len(well)]["file"]))
        found.append(Part(calm, rng.uniform(5, 9), frozenset()))
        if number % 2 == 0:
            row = ill[number % len(ill)]
            found.append(Part(cv2.imread(str(folder / row["file"])), rng.uniform(4, 7), _truth(row)))
        else:
            glance = cv2.imread(str(folder / well[number * 7 % len(well)]["file"]))
            found.append(Part(glance, rng.uniform(0.6, 1.2), frozenset()))
        if number % 9 == 4:
            found.append(Part(cv2.GaussianBlur(calm, (0, 0), 3.5), 5, frozenset({Kind.IMAGE_BLURRED})))
        if number % 9 == 7:
            covered = (cv2.GaussianBlur(calm, (0, 0), 60) * 0.1).astype(np.uint8)
            found.append(Part(covered, 5, frozenset({Kind.CAMERA_COVERED})))
    return found


def _truth(row: dict[str, str]) -> frozenset[Kind]:
    faces = int(row["faces"])
    if faces == 0:
        return frozenset({Kind.NO_FACE})
    if faces > 1:
        return frozenset({Kind.MULTIPLE_FACES})
    return frozenset({Kind.LOOKING_AWAY}) if row["look"].startswith("away") else frozenset()


def frames(every: list[Part], seed: int = 7) -> Iterator[Shown]:
    """As a camera gives them: moved, a little lighter or darker, with noise, as JPEG of quality 70."""
    rng, at = np.random.default_rng(seed), 0.0
    noise = rng.normal(0, 2, (2 * HEIGHT, 2 * WIDTH, 3)).astype(np.float32)  # a new one a frame costs as much
    for part in every:
        for number in range(int(part.seconds * FRAMES_PER_SECOND)):
            turn = cv2.getRotationMatrix2D(
                (WIDTH / 2, HEIGHT / 2), rng.uniform(-3, 3), rng.uniform(0.96, 1.04)
            )
            turn[:, 2] += rng.uniform(-12, 12, 2)
            moved = cv2.warpAffine(part.picture, turn, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
            down, right = rng.integers(0, HEIGHT), rng.integers(0, WIDTH)
            grain = noise[down : down + HEIGHT, right : right + WIDTH]
            noisy = moved * np.float32(rng.uniform(0.92, 1.08)) + grain
            _, jpeg = cv2.imencode(
                ".jpg", np.clip(noisy, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 70]
            )
            yield Shown(at + number / FRAMES_PER_SECOND, jpeg.tobytes(), part.truth)
        at += part.seconds
