"""The face models this server has: files beside the app, each known by its digest.

From the wheel of mediapipe 0.10.21 (Apache-2.0). A file that is missing or is another one switches its check
off, and that is said; nothing passes silently.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from neurohire.asset_files import ASSETS


class Model(NamedTuple):
    """`what` completes "… is off: its model is missing"."""

    file: str
    digest: str
    what: str


SHORT_RANGE = Model(
    "face_detection_short_range.tflite",
    "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    "Finding faces",
)
FULL_RANGE = Model(
    "face_detection_full_range_sparse.tflite",
    "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
    "Finding faces",
)
MESH = Model(
    "face_landmark.tflite",
    "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    "Where the head turns",
)
IRIS = Model(
    "iris_landmark.tflite",
    "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
    "Where the eyes look",
)
ALL = (SHORT_RANGE, FULL_RANGE, MESH, IRIS)


class NoVisionModel(Exception):
    """It can't be used; the text says what is off and why."""


@lru_cache
def data_of(model: Model) -> bytes:
    """The file's bytes. Raises NoVisionModel."""
    try:
        data = (ASSETS / "models" / model.file).read_bytes()
    except OSError as error:
        raise NoVisionModel(f"{model.what} is off: its model is missing.") from error
    if sha256(data).hexdigest() != model.digest:
        raise NoVisionModel(f"{model.what} is off: its model is not the one that belongs here.")
    return data


def problems() -> list[str]:
    """What is off, in words, each once; empty when every check can work."""
    found: list[str] = []
    for model in ALL:
        try:
            data_of(model)
        except NoVisionModel as error:
            if str(error) not in found:
                found.append(str(error))
    return found
