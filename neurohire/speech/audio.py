"""What kind of audio some bytes are, by the bytes alone: what a server says about them is not believed."""

from __future__ import annotations

SMALLEST = 200  # bytes; less is a head without a sound
STREAMED = 0x7F000000  # sizes from here on stand in WAVs that were written while they were made


def media_type_of(data: bytes) -> str | None:
    """The type for the browser, or None: not audio, or cut off."""
    if len(data) < SMALLEST:
        return None
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav" if _is_whole_wav(data) else None
    if data[:3] == b"ID3" or _is_mpeg_frame(data):
        return "audio/mpeg"
    for start, kind in ((b"OggS", "audio/ogg"), (b"fLaC", "audio/flac"), (b"\x1aE\xdf\xa3", "audio/webm")):
        if data.startswith(start):
            return kind
    if data[4:8] == b"ftyp":
        return "audio/mp4"
    return "audio/aac" if data[0] == 0xFF and data[1] & 0xF6 == 0xF0 else None


def sized(data: bytes) -> bytes:
    """A WAV that was written while it was made, with the sizes that it came to; anything else as it is."""
    at = data.find(b"data", 12, 4096)
    if data[:4] != b"RIFF" or at < 0 or int.from_bytes(data[at + 4 : at + 8], "little") < STREAMED:
        return data
    size = len(data) - at - 8
    whole = (len(data) - 8).to_bytes(4, "little")
    return data[:4] + whole + data[8 : at + 4] + size.to_bytes(4, "little") + data[at + 8 :]


def _is_whole_wav(data: bytes) -> bool:
    """Its parts follow each other up to a sound that is all there."""
    at, has_format = 12, False
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        if name == b"data":
            return has_format and (size >= STREAMED or 0 < size <= len(data) - at - 8)
        has_format = has_format or name == b"fmt "
        at += 8 + size + size % 2
    return False


def _is_mpeg_frame(data: bytes) -> bool:
    """MPEG 1 or 2, layer III: 11 set bits, and a bit rate and a sample rate that exist."""
    sync = data[0] == 0xFF and data[1] & 0xE0 == 0xE0 and data[1] & 0x18 != 0x08
    return sync and data[1] & 0x06 == 0x02 and data[2] >> 4 not in (0, 15) and data[2] & 0x0C != 0x0C
