"""What is decoded, and where speech is found: real voices, noise, silence, and files that are no audio."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from neurohire.api.assets import HIDDEN
from neurohire.asset_files import ASSETS
from neurohire.speech import stretches, voice_activity
from neurohire.speech.decoding import RATE, Decoded, decode
from neurohire.speech.joined import JoinedFile
from neurohire.speech.listening import Listened, listen, sound_of
from neurohire.speech.stretches import Piece, Stretch
from tests.material import shared
from tests.speech import takes

NOISES = {
    "silence": "anullsrc=r=48000:cl=mono",
    "white": "anoisesrc=c=white:a=0.3:r=48000",
    "fan": "anoisesrc=c=brown:a=0.6:r=48000",
    "faint": "anoisesrc=c=pink:a=0.01:r=48000",
    "hum": "sine=f=50",
    "keys": "aevalsrc='if(lt(mod(t,0.23),0.004),0.8*random(0),0)':s=48000",
}
TYPES = {"webm": "audio/webm", "ogg": "audio/ogg", "mp4": "audio/mp4"}


def heard(file: Path, kind: str = "webm", parts: list[Path] | None = None) -> Listened:
    return listen(parts or [file], TYPES[kind], file.with_suffix(".samples"))


@pytest.mark.parametrize("kind", TYPES)
def test_what_browsers_record_is_read_and_speech_is_found(kind: str, tmp_path: Path):
    found = heard(takes.spoken(tmp_path / f"take.{kind}", before=4, after=3), kind)
    assert found.seconds == pytest.approx(13.74, abs=0.3)
    assert found.notes == ()
    assert found.stretches[0].start == pytest.approx(4.2, abs=0.6)
    assert found.stretches[-1].end == pytest.approx(10.7, abs=0.9)
    assert 4.5 < found.speech_seconds < 7.5


@pytest.mark.parametrize("name", NOISES)
def test_noise_and_silence_are_not_speech(name: str, tmp_path: Path):
    found = heard(takes.made(tmp_path / "take.webm", NOISES[name], 20))
    assert found.seconds == pytest.approx(20, abs=0.1)
    assert found.stretches == ()


def test_speech_is_found_in_every_clip(tmp_path: Path):
    """The whole material: what is outside the stretches is the clips' own silence."""
    seconds = speech = 0.0
    for clip in sorted(shared("speech").glob("*.[wf]*a*")):
        found = heard(takes.encode(tmp_path / f"{clip.stem}.webm", "-i", str(clip)))
        assert found.speech_seconds > 0.7 * found.seconds, clip.name
        seconds, speech = seconds + found.seconds, speech + found.speech_seconds
    assert speech / seconds > 0.85


def test_times_stay_right_when_a_piece_did_not_arrive(tmp_path: Path):
    whole = takes.spoken(tmp_path / "whole.webm", before=12, after=6)
    parts = []
    for number, data in enumerate(takes.chunks(whole, 12_000)):
        part = tmp_path / f"{number}.part"
        part.write_bytes(data)
        parts.append(part)
    assert len(parts) > 8
    missing = [part for number, part in enumerate(parts) if number not in (2, 3)]
    found, all_of_it = heard(whole, parts=missing), heard(whole, parts=parts)
    assert all_of_it.notes == ()
    assert found.notes == ("gap",)
    assert found.stretches[-1].end == pytest.approx(all_of_it.stretches[-1].end, abs=0.2)


def test_a_take_that_breaks_off_is_used_up_to_there(tmp_path: Path):
    whole = takes.spoken(tmp_path / "whole.webm", after=8)
    cut = tmp_path / "cut.webm"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert heard(cut).speech_seconds > 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"this is no audio at all" * 500,
        b"\x1aE\xdf\xa3" + b"\xff" * 4000,
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"RIFF\xff\xff\xff\x7fWAVE" + bytes(4000),
        bytes(100_000),
    ],
)
@pytest.mark.parametrize("kind", TYPES)
def test_what_is_no_audio_gives_nothing_and_breaks_nothing(data: bytes, kind: str, tmp_path: Path):
    file = tmp_path / "take"
    file.write_bytes(data)
    found = heard(file, kind)
    assert (found.seconds, found.stretches) == (0, ())


def test_a_playlist_opens_nothing(tmp_path: Path):
    """FFmpeg never guesses the format: a guess would follow addresses."""
    secret = takes.made(tmp_path / "secret.webm", "sine=f=440", 2)
    file = tmp_path / "take"
    file.write_text(f"ffconcat version 1.0\nfile {secret}\n")
    with (tmp_path / "samples").open("wb") as target:
        assert decode([file], "audio/webm", target) == Decoded(0, has_gap=True)
        assert decode([secret], "application/x-mpegurl", target) == Decoded(0)


def test_a_take_without_end_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("neurohire.speech.decoding.MAX_SECONDS", 5)
    found = heard(takes.made(tmp_path / "take.webm", "anullsrc=r=48000:cl=mono", 20))
    assert (found.seconds, found.notes) == (5, ("cut",))


def test_chunks_are_read_as_one_file(tmp_path: Path):
    parts = []
    for number, data in enumerate((b"abc", b"", b"defg", b"h")):
        parts.append(tmp_path / str(number))
        parts[-1].write_bytes(data)
    file = JoinedFile(parts)
    assert file.read() == b"abcdefgh"
    assert file.seek(-4, 2) == 4 and file.read(2) == b"ef"
    assert file.seek(2) == 2 and file.read(100) == b"cdefgh" and file.read(5) == b""


def test_a_piece_is_a_wav_of_its_stretches_and_its_times_lead_back(tmp_path: Path):
    samples = tmp_path / "samples"
    samples.write_bytes(b"".join(n.to_bytes(2, "little") for n in range(30_000)))
    piece = Piece((Stretch(0.1, 0.2), Stretch(1.0, 1.5)))
    sound = sound_of(piece, samples)
    assert sound[:4] == b"RIFF" and len(sound) == 44 + round(0.6 * RATE) * 2
    assert int.from_bytes(sound[44:46], "little") == 1600
    assert piece.of_take(0.05) == pytest.approx(0.15)
    assert piece.of_take(0.1) == pytest.approx(1.0)
    assert piece.of_take(0.1, is_end=True) == pytest.approx(0.2)
    assert piece.of_take(0.4) == pytest.approx(1.3)
    assert piece.of_take(99) == pytest.approx(1.5)


def test_speech_without_a_pause_is_cut_where_it_is_weakest():
    steps = [0.9] * 8000
    steps[3000] = 0.6
    found = stretches.find(steps, 8000 * 0.032)
    assert found[0].end == pytest.approx(96, abs=0.01)
    assert all(stretch.seconds <= stretches.LONGEST + 1 for stretch in found)
    assert [b.start - a.end for a, b in pairwise(found)] == [0, 0]


def test_pieces_hold_at_most_what_a_service_takes():
    found = stretches.pieces([Stretch(n * 20, n * 20 + 15) for n in range(20)], 110)
    assert [len(piece.stretches) for piece in found] == [7, 7, 6]
    short = stretches.pieces([Stretch(0, 70)], 30)
    assert [piece.seconds for piece in short] == [30, 30, 10]
    assert stretches.pieces([], 110) == []


def test_a_key_press_is_no_speech_and_a_short_pause_ends_nothing():
    quiet, loud = [0.01], [0.9]
    steps = quiet * 30 + loud * 4 + quiet * 60 + loud * 20 + quiet * 10 + loud * 20 + quiet * 60
    found = stretches.find(steps, len(steps) * 0.032)
    assert len(found) == 1
    assert found[0].start == pytest.approx(94 * 0.032 - stretches.PAD, abs=0.01)


def test_the_model_is_the_one_that_is_listed_and_is_not_served():
    manifest = json.loads((ASSETS / "manifest.json").read_text())["files"]
    name = str(voice_activity.MODEL.relative_to(ASSETS))
    (entry,) = [entry for entry in manifest if entry["file"] == name]
    assert entry["sha256"] == voice_activity.SHA256
    assert (entry["packages"][0]["licence"], entry["packages"][0]["version"]) == ("MIT", "6.2.3")
    assert "silero-vad 6.2.3 (MIT)" in (ASSETS / "NOTICE").read_text()
    assert name.split("/")[0] in HIDDEN
