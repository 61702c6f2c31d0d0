"""What a camera's page may send: the limits of a frame, told from its head before anything is unpacked."""

from __future__ import annotations

from neurohire.errors import Rejected

MOST_BYTES = 150_000
MOST_PIXELS = 1920 * 1080


class NotAFrame(Rejected):
    """Not a JPEG of a size that a camera of ours sends."""

    code = "not_a_frame"
    message = "This is not a picture of a camera that can be read. Nothing was kept."


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) from the head of a baseline or progressive JPEG; None: it is none."""
    if data[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        kind = data[at + 1]
        if kind in (0xC0, 0xC1, 0xC2):
            height, width = int.from_bytes(data[at + 5 : at + 7]), int.from_bytes(data[at + 7 : at + 9])
            return (width, height) if width and height else None
        if kind == 0xFF:
            at += 1
            continue
        if kind in (0xD9, 0xDA):
            return None
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
