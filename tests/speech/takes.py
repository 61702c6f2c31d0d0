"""Takes for tests, as a browser's recorder makes them: real speech where the material is here, made noise."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.conftest import need
from tests.material import shared

CLIPS = ("spk1_snt1.wav", "ls_2033-164914-0001.flac", "ls_3080-5032-0001.flac")
CHUNK_SECONDS = 3


def clip(name: str = CLIPS[1]) -> Path:
    return shared(f"speech/{name}")


def encode(target: Path, *source: str, codec: str = "libopus") -> Path:
    """Mono, 48 kbit/s, in clusters like a recorder's slices."""
    need("ffmpeg")
    command = ["ffmpeg", "-v", "error", "-y", *source, "-ac", "1", "-c:a", codec, "-b:a", "48k"]
    if codec == "libopus":
        command += ["-vbr", "off"]  # so that silence, too, has its chunks
    if target.suffix == ".webm":
        command += ["-cluster_time_limit", str(1000 * CHUNK_SECONDS), "-live", "1"]
    if target.suffix == ".mp4":
        command += ["-movflags", "frag_keyframe+empty_moov", "-frag_duration", "1000000"]
    subprocess.run([*command, str(target)], check=True)
    return target


def made(target: Path, filter_: str, seconds: float = 10) -> Path:
    """Sound made by a formula: silence, noise, tones."""
    return encode(target, "-f", "lavfi", "-t", str(seconds), "-i", filter_)


def spoken(target: Path, *, before: float = 0, after: float = 0, name: str = CLIPS[1]) -> Path:
    """One clip with silence around it."""
    pads = f"adelay={int(before * 1000)},apad=pad_dur={after}"
    codec = "aac" if target.suffix == ".mp4" else "libopus"
    return encode(target, "-i", str(clip(name)), "-af", pads, codec=codec)


def chunks(file: Path, size: int = 20_000) -> list[bytes]:
    """The file in pieces, as they are sent."""
    data = file.read_bytes()
    return [data[at : at + size] for at in range(0, len(data), size)]
