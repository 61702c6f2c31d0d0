"""Where in a sound somebody speaks: silero's model on onnxruntime, checked by its hash when it is loaded.

Without the model nothing is sent to any service, because services invent words for noise and silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO

from neurohire.asset_files import ASSETS
from neurohire.speech.decoding import RATE, SAMPLE_BYTES

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

MODEL = ASSETS / "models" / "silero_vad_16k_op15.onnx"
SHA256 = "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49"
STEP = 512  # samples of one look: 32 ms
CONTEXT = 64  # samples before it, which the model was trained with
STEP_SECONDS = STEP / RATE
BLOCK = 1024 * STEP * SAMPLE_BYTES
MISSING = "Voice activity is off: its model is missing. No transcripts are made."
WRONG = "Voice activity is off: its model is not the one that belongs here. No transcripts are made."
NO_RUNTIME = "Voice activity is off: onnxruntime does not load. No transcripts are made."


class NoVoiceActivity(Exception):
    """The model can't be used; the text says why."""


def problem() -> str:
    """Why no transcripts can be made, or nothing. The file is looked at; loading it is the child's."""
    try:
        _checked_model()
    except NoVoiceActivity as error:
        return str(error)
    return "" if find_spec("onnxruntime") else NO_RUNTIME


def probabilities(samples: BinaryIO) -> list[float]:
    """How likely somebody speaks, for each STEP of 16-bit samples."""
    import numpy as np

    session = _session()
    state = np.zeros((2, 1, 128), dtype=np.float32)
    rate = np.array(RATE, dtype=np.int64)
    before = np.zeros(CONTEXT, dtype=np.float32)
    found: list[float] = []
    for step in _steps(samples):
        window = np.concatenate([before, step])[np.newaxis, :]
        output, state = session.run(None, {"input": window, "state": state, "sr": rate})
        found.append(float(output[0, 0]))
        before = step[-CONTEXT:]
    return found


def _steps(samples: BinaryIO) -> Iterator[NDArray[numpy.float32]]:
    """The last one filled up with silence."""
    import numpy as np

    while block := samples.read(BLOCK):
        values = np.frombuffer(block[: len(block) // 2 * 2], dtype="<i2").astype(np.float32) / 32768
        for at in range(0, len(values), STEP):
            step = np.zeros(STEP, dtype=np.float32)
            part = values[at : at + STEP]
            step[: len(part)] = part
            yield step


@lru_cache
def _session() -> InferenceSession:
    """One thread: many small looks one after the other gain nothing from more."""
    data = _checked_model()
    try:
        import onnxruntime
    except ImportError as error:
        raise NoVoiceActivity(NO_RUNTIME) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


@lru_cache
def _checked_model() -> bytes:
    try:
        data = MODEL.read_bytes()
    except OSError as error:
        raise NoVoiceActivity(MISSING) from error
    if sha256(data).hexdigest() != SHA256:
        raise NoVoiceActivity(WRONG)
    return data
