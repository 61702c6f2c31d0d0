"""JPEG to facts: faces, head and eyes, light and sharpness. Runs in a worker process, one Reader for each.

Methods and thresholds of the detectors are those of MediaPipe's own graphs (face detection, face mesh, iris);
figures reached on pictures are in the README; `evaluate frames` makes them again.
"""

from __future__ import annotations

import atexit
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from neurohire.proctoring import vision_models
from neurohire.proctoring.facts import Box, FrameFacts, Pose
from neurohire.proctoring.jpeg import MOST_BYTES, MOST_PIXELS, NotAFrame, jpeg_size
from neurohire.proctoring.vision_models import FULL_RANGE, IRIS, MESH, SHORT_RANGE

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Picture = NDArray[numpy.uint8]
    Points = NDArray[numpy.float64]

WIDTH, HEIGHT = 640, 480
FOUND_FULL, FOUND_SHORT = 0.55, 0.6  # the two detectors together miss nobody near and few who are far
SAME_FACE = 0.4  # overlap over the smaller box
MESH_SIZE, IRIS_SIZE = 192, 64
AROUND = 1.5  # the mesh's picture is so much larger than the face
AROUND_EYE = 2.3
IRIS_DEGREES = 200.0  # of gaze for an iris that moved by a whole length of the eye
SURE_MESH = 0.5  # the mesh's own word that there is a face
THUMB = (32, 24)


class Reader:
    """Loads each model once. Raises NoVisionModel where the detectors' models are missing."""

    def __init__(self) -> None:
        os.environ.setdefault("GLOG_minloglevel", "3")
        import cv2
        import mediapipe as mp

        cv2.setNumThreads(1)
        self._cv2, self._mp = cv2, mp
        self._detectors = [_detector(mp, FULL_RANGE, FOUND_FULL), _detector(mp, SHORT_RANGE, FOUND_SHORT)]
        self._mesh, self._iris = _interpreter(MESH), _interpreter(IRIS)

    def close(self) -> None:
        """The detectors do not end by themselves when Python does."""
        for detector in self._detectors:
            detector.close()
        self._detectors = []

    def read(self, jpeg: bytes) -> FrameFacts:
        """Raises NotAFrame."""
        return self.facts(self.decoded(jpeg))

    def decoded(self, jpeg: bytes) -> Picture:
        """RGB, at most the size of a frame; its head is read before anything is unpacked."""
        import numpy as np

        size = jpeg_size(jpeg)
        if len(jpeg) > MOST_BYTES or size is None or size[0] * size[1] > MOST_PIXELS or min(size) < 64:
            raise NotAFrame
        picture = self._cv2.imdecode(np.frombuffer(jpeg, np.uint8), self._cv2.IMREAD_COLOR)
        if picture is None:
            raise NotAFrame
        if picture.shape[1] > WIDTH:
            height = round(picture.shape[0] * WIDTH / picture.shape[1])
            small = self._cv2.resize(picture, (WIDTH, height), interpolation=self._cv2.INTER_AREA)
            picture = np.asarray(small, np.uint8)
        return np.asarray(self._cv2.cvtColor(picture, self._cv2.COLOR_BGR2RGB), np.uint8)

    def facts(self, rgb: Picture) -> FrameFacts:
        """Everything about one picture."""
        cv2 = self._cv2
        grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
        found = self._faces(rgb)
        faces = tuple(one.box for one in found)
        thumb = cv2.resize(grey, THUMB, interpolation=cv2.INTER_AREA).tobytes()
        about = FrameFacts(faces, float(grey.mean()), float(grey.std()), thumb=thumb)
        if not found:
            return about
        light, blur, detail = self._sharpness(grey, faces[0])
        pose = self._pose(rgb, found[0])
        return FrameFacts(faces, about.brightness, about.contrast, pose, light, blur, detail, about.thumb)

    # ── faces ─────────────────────────────────────────────────────────────────────────────────

    def _faces(self, rgb: Picture) -> list[_Found]:
        """What either detector sees, the largest first; the same face counts once."""
        image = self._mp.Image(image_format=self._mp.ImageFormat.SRGB, data=rgb)
        height, width = rgb.shape[:2]
        found: list[_Found] = []
        for detector in self._detectors:
            for seen in detector.detect(image).detections:
                box, score = seen.bounding_box, float(seen.categories[0].score)
                one = Box(
                    box.origin_x / width, box.origin_y / height, box.width / width, box.height / height, score
                )
                if all(_overlap(one, other.box) <= SAME_FACE for other in found):
                    eyes = [(point.x * width, point.y * height) for point in seen.keypoints[:2]]
                    found.append(_Found(one, eyes[0], eyes[1]))
        return sorted(found, key=lambda one: -one.box.area)

    # ── light and sharpness ───────────────────────────────────────────────────────────────────

    def _sharpness(self, grey: Picture, face: Box) -> tuple[float | None, float | None, float | None]:
        """(mean of the face's grey values, blur, detail)."""
        import numpy as np

        cv2 = self._cv2
        height, width = grey.shape
        left, upper = max(0, int(face.x * width)), max(0, int(face.y * height))
        right, lower = int((face.x + face.width) * width), int((face.y + face.height) * height)
        cut = grey[upper:lower, left:right]
        if cut.size < 400:
            return None, None, None
        way = cv2.INTER_AREA if cut.shape[0] > 128 else cv2.INTER_LINEAR
        sharp = cv2.resize(cut, (128, 128), interpolation=way)
        soft = cv2.blur(sharp, (5, 5)).astype(np.float64)
        detail = float(cv2.Laplacian(sharp, cv2.CV_64F).var())
        blur = _gradients(soft) / (_gradients(sharp.astype(np.float64)) + 1e-6)
        return float(cut.mean()), blur, detail

    # ── head and eyes ─────────────────────────────────────────────────────────────────────────

    def _pose(self, rgb: Picture, face: _Found) -> Pose | None:
        import numpy as np

        height, width = rgb.shape[:2]
        box = face.box
        centre = ((box.x + box.width / 2) * width, (box.y + box.height / 2) * height)
        size = AROUND * max(box.width * width, box.height * height)
        angle = float(np.arctan2(face.left[1] - face.right[1], face.left[0] - face.right[0]))
        points: Points | None = None
        for _ in range(2):  # the second look is around the mesh itself, as MediaPipe's tracker does
            points = self._mesh_points(rgb, centre, size, angle)
            if points is None:
                return None
            across = points[263, :2] - points[33, :2]
            angle = float(np.arctan2(across[1], across[0]))
            low, high = points[:, :2].min(0), points[:, :2].max(0)
            centre, size = tuple((low + high) / 2), AROUND * float((high - low).max())
        assert points is not None
        yaw, pitch = _direction(points)
        mouth = np.linalg.norm(points[13, :2] - points[14, :2])
        mouth /= np.linalg.norm(points[61, :2] - points[291, :2]) + 1e-6
        return Pose(yaw, pitch, yaw + IRIS_DEGREES * self._eyes(rgb, points), float(mouth))

    def _mesh_points(
        self, rgb: Picture, centre: tuple[float, float], size: float, angle: float
    ) -> Points | None:
        """468 points (x, y, z) in pixels of the picture; None: the model sees no face there."""
        import numpy as np

        cut, way = self._turned(rgb, centre, size, angle, MESH_SIZE)
        outputs = self._mesh(cut)
        sure = next(one for one in outputs if one.size == 1)
        if 1 / (1 + np.exp(-float(sure.reshape(-1)[0]))) < SURE_MESH:
            return None
        raw = next(one for one in outputs if one.size == 1404).reshape(468, 3).astype(np.float64)
        back = self._cv2.invertAffineTransform(way)
        flat = raw[:, :2] @ back[:, :2].T + back[:, 2]
        scale = np.sqrt(abs(np.linalg.det(back[:, :2])))
        points: Points = np.column_stack([flat, raw[:, 2] * scale])
        return points

    def _eyes(self, rgb: Picture, points: Points) -> float:
        """How far the irises are from the middle of their eyes, in lengths of an eye; > 0: viewer's right."""
        import numpy as np

        found = []
        for first, second, is_mirrored in ((33, 133, False), (362, 263, True)):
            along = points[second, :2] - points[first, :2]
            length = float(np.linalg.norm(along)) + 1e-6
            centre = tuple((points[first, :2] + points[second, :2]) / 2)
            angle = float(np.arctan2(along[1], along[0]))
            cut, _ = self._turned(rgb, centre, AROUND_EYE * length, angle, IRIS_SIZE)
            outputs = self._iris(cut[:, ::-1] if is_mirrored else cut)
            across = float(next(one for one in outputs if one.size == 15).reshape(5, 3)[0, 0])
            across = IRIS_SIZE - 1 - across if is_mirrored else across
            found.append((across - IRIS_SIZE / 2) / IRIS_SIZE * AROUND_EYE)
        return float(np.mean(found))

    def _turned(
        self, rgb: Picture, centre: tuple[Any, ...], size: float, angle: float, out: int
    ) -> tuple[NDArray[numpy.float32], NDArray[numpy.float64]]:
        """The square around `centre`, upright; (values 0-1, the affine map that led there)."""
        import numpy as np

        scale = out / size
        cos, sin = np.cos(-angle) * scale, np.sin(-angle) * scale
        x, y = centre
        way = np.array(
            [[cos, -sin, out / 2 - cos * x + sin * y], [sin, cos, out / 2 - sin * x - cos * y]], np.float64
        )
        cut = self._cv2.warpAffine(rgb, way, (out, out), flags=self._cv2.INTER_LINEAR)
        return np.asarray(cut / np.float32(255), np.float32), way


class _Found(NamedTuple):
    """A face with its eyes in pixels; right and left are the person's own."""

    box: Box
    right: tuple[float, float]
    left: tuple[float, float]


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The one of this process."""
    found = Reader()
    atexit.register(found.close)
    return found


def read_frame(jpeg: bytes) -> FrameFacts:
    """For the workers. Raises NotAFrame, NoVisionModel."""
    return reader().read(jpeg)


def _detector(mp: Any, model: vision_models.Model, score: float) -> Any:
    base = mp.tasks.BaseOptions(model_asset_buffer=vision_models.data_of(model))
    options = mp.tasks.vision.FaceDetectorOptions(base_options=base, min_detection_confidence=score)
    return mp.tasks.vision.FaceDetector.create_from_options(options)


def _interpreter(model: vision_models.Model) -> Any:
    """A function from a picture (values 0-1) to all outputs of the model."""
    from ai_edge_litert.interpreter import Interpreter

    running = Interpreter(model_content=vision_models.data_of(model), num_threads=1)
    running.allocate_tensors()
    into = running.get_input_details()[0]["index"]
    out = [one["index"] for one in running.get_output_details()]

    def run(picture: Any) -> list[Any]:
        running.set_tensor(into, picture[None])
        running.invoke()
        return [running.get_tensor(index) for index in out]

    return run


def _overlap(one: Box, other: Box) -> float:
    """Of the two boxes, over the smaller one."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    smaller = min(one.area, other.area)
    return max(0.0, width) * max(0.0, height) / smaller if smaller > 0 else 0.0


def _gradients(values: Any) -> float:
    import numpy as np

    return float(np.abs(np.diff(values, axis=1)).sum() + np.abs(np.diff(values, axis=0)).sum())


def _direction(points: Points) -> tuple[float, float]:
    """(yaw, pitch) in degrees from the mesh's own axes: eye corners, ears, forehead and chin."""
    import numpy as np

    def unit(one: Any) -> Any:
        return one / (np.linalg.norm(one) + 1e-9)

    right = unit(unit(points[263] - points[33]) + unit(points[454] - points[234]))
    down = points[152] - points[10]
    down = unit(down - right * (down @ right))
    forward = -np.cross(right, down)
    yaw = np.degrees(np.arctan2(forward[0], -forward[2]))
    pitch = np.degrees(np.arctan2(-forward[1], np.hypot(forward[0], forward[2])))
    return float(yaw), float(pitch)
