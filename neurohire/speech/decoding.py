"""Recorded audio to samples: 16 kHz, mono, 16 bit. Runs in a child process with limits; FFmpeg reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from neurohire.speech.joined import JoinedFile

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.resampler import AudioResampler

RATE = 16_000
SAMPLE_BYTES = 2
MAX_SECONDS = 2 * 3600  # longer takes are cut, and it is said
GAP_SECONDS = 0.25  # a jump of the clock that is not rounding: filled up, so that times stay right
LOST_SECONDS = 1.0  # a jump that long is a piece that did not arrive
LONGEST_GAP = 600.0  # a longer jump is a broken clock
FORMATS = {"audio/webm": "matroska", "audio/ogg": "ogg", "audio/mp4": "mov"}
CODECS = {"opus", "vorbis", "aac", "flac", "mp3", "pcm_s16le", "pcm_f32le"}  # what browsers record


@dataclass(frozen=True)
class Decoded:
    """Samples that were written, and what is not in them."""

    samples: int
    has_gap: bool = False  # some of it did not arrive or could not be read
    is_cut: bool = False  # longer than MAX_SECONDS

    @property
    def seconds(self) -> float:
        return self.samples / RATE


def decode(paths: Sequence[Path], media_type: str, target: BinaryIO) -> Decoded:
    """Write the samples to `target`, silence where the clock jumps; nothing at all when it is no audio.

    The format is never guessed: a guess may be a playlist that opens other files or addresses.
    """
    import av

    form = FORMATS.get(media_type)
    source = JoinedFile(paths)
    if form is None or not source.size:
        return Decoded(0)
    writer = _Writer(target)
    try:
        with av.open(source, format=form, metadata_errors="ignore") as container:
            stream = next((s for s in container.streams.audio if s.codec_context.name in CODECS), None)
            if stream is None:
                return Decoded(0)
            for frame in _frames(container, stream, writer):
                if not writer.add(frame):
                    break
            writer.flush()
    except (av.FFmpegError, ValueError, EOFError):
        # what came before the broken place is used
        writer.has_gap = True
    finally:
        source.close()
    return Decoded(writer.written, writer.has_gap, writer.is_cut)


def _frames(container: Any, stream: Any, writer: _Writer) -> Iterator[AudioFrame]:
    """Frame by frame; packets that can't be read are passed over."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except av.FFmpegError:  # the file is broken from here on
            writer.has_gap = True
            return
        try:
            yield from packet.decode()
        except av.FFmpegError:
            writer.has_gap = True


class _Writer:
    """Keeps the take's clock: sample n stands at n / RATE seconds of what the player shows."""

    def __init__(self, target: BinaryIO) -> None:
        import av

        self.target, self.written = target, 0
        self.has_gap = self.is_cut = False
        self._offset: float | None = None
        self._make: Callable[[], AudioResampler] = partial(
            av.AudioResampler, format="s16", layout="mono", rate=RATE
        )
        self._resampler = self._make()
        self._due = 0.0  # where the next frame should stand

    def add(self, frame: AudioFrame) -> bool:
        """False when the take is long enough."""
        at = frame.time
        if at is not None:
            self._offset = at if self._offset is None else self._offset
            missing = at - self._offset - self._due
            if GAP_SECONDS < missing < LONGEST_GAP:
                self._silence(missing)
        self._due += frame.samples / frame.sample_rate
        for made in self._resampler.resample(frame):
            self._write(made.to_ndarray().tobytes())
        return not self.is_cut

    def flush(self) -> None:
        for made in self._resampler.resample(None):
            self._write(made.to_ndarray().tobytes())

    def _silence(self, seconds: float) -> None:
        self.has_gap = self.has_gap or seconds >= LOST_SECONDS
        self.flush()
        self._resampler = self._make()
        self._due += seconds
        while seconds > 0 and not self.is_cut:
            self._write(bytes(SAMPLE_BYTES * round(min(seconds, 10.0) * RATE)))
            seconds -= 10.0

    def _write(self, data: bytes) -> None:
        room = MAX_SECONDS * RATE - self.written
        count = min(len(data) // SAMPLE_BYTES, room)
        self.is_cut = self.is_cut or count < len(data) // SAMPLE_BYTES
        self.target.write(data[: count * SAMPLE_BYTES])
        self.written += count
