"""Bytes are audio when they are, whatever anybody calls them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from neurohire.speech.audio import media_type_of, sized
from tests.ai.sounds import make_wav


@pytest.mark.needs("ffmpeg")
@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("mp3", "audio/mpeg"),
        ("ogg", "audio/ogg"),
        ("opus", "audio/ogg"),
        ("flac", "audio/flac"),
        ("webm", "audio/webm"),
        ("m4a", "audio/mp4"),
        ("aac", "audio/aac"),
        ("wav", "audio/wav"),
    ],
)
def test_what_servers_send_is_known(tmp_path: Path, name: str, media_type: str):
    (tmp_path / "in.wav").write_bytes(make_wav(2))
    out = tmp_path / f"out.{name}"
    program = shutil.which("ffmpeg") or ""
    subprocess.run([program, "-v", "error", "-i", tmp_path / "in.wav", out], check=True)
    assert media_type_of(out.read_bytes()) == media_type


@pytest.mark.needs("ffmpeg")
def test_an_mp3_without_tags_is_known(tmp_path: Path):
    (tmp_path / "in.wav").write_bytes(make_wav(1))
    command = ["ffmpeg", "-v", "error", "-i", tmp_path / "in.wav", "-id3v2_version", "0", "-write_xing", "0"]
    subprocess.run([*command, tmp_path / "out.mp3"], check=True)
    data = (tmp_path / "out.mp3").read_bytes()
    assert data[:3] != b"ID3" and media_type_of(data) == "audio/mpeg"


WHOLE = make_wav()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"These bytes are no audio. " * 40,
        b"<html><body>Sign in</body></html>" * 40,
        b'{"error": "no"}' * 40,
        b"\xff\xfe" + b"\x00h\x00i" * 200,  # text in UTF-16
        b"\xff\xd8\xff\xe0" + bytes(500),  # a picture
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:44],
        b"RIFF\xff\xff\xff\x7fWAVE" + b" " * 1000,
        bytes(1000),
    ],
)
def test_what_is_none_is_none(data: bytes):
    assert media_type_of(data) is None


def test_a_wav_made_while_it_was_sent_has_no_size():
    streamed = WHOLE[:40] + b"\xff\xff\xff\xff" + WHOLE[44:]
    assert media_type_of(WHOLE) == media_type_of(streamed) == "audio/wav"
    assert sized(streamed) == sized(WHOLE) == WHOLE and sized(b"ID3 and more") == b"ID3 and more"
