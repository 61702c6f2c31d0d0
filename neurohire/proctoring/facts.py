"""What one frame of a candidate's camera shows, as numbers; nothing here judges them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A face in shares of the frame's width and height, from the upper left."""

    x: float
    y: float
    width: float
    height: float
    score: float  # 0-1, how sure the detector is

    @property
    def area(self) -> float:
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class Pose:
    """Where head and eyes point, in degrees from straight into the camera; yaw > 0 is the viewer's right."""

    yaw: float
    pitch: float  # > 0: up
    gaze: float  # yaw and the eyes together
    mouth: float  # opening over width


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """One frame. Brightness and contrast are of grey values, 0-255; None: nothing to measure it on."""

    faces: tuple[Box, ...]  # the largest first
    brightness: float
    contrast: float
    pose: Pose | None = None  # of the largest face; None also where no mesh fits it, as in a profile
    face_brightness: float | None = None
    blur: float | None = None  # share of the gradients that one more blur leaves: 1 is blurred already
    detail: float | None = None  # variance of the Laplacian of the face
    thumb: bytes = b""  # 32 x 24 grey values, to see whether the picture moves

    @property
    def distance(self) -> float | None:
        """Width of the largest face over the frame's width."""
        return self.faces[0].width if self.faces else None
