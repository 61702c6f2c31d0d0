"""The bytes of the document socket: y-websocket frames and one message type of our own."""

from __future__ import annotations

SYNC, AWARENESS, COMMITTED = 0, 1, 100
STEP1, STEP2, UPDATE = 0, 1, 2
EMPTY_UPDATE = b"\x00\x00"
LARGEST_UINT = 2**53 - 1  # what a browser can hold exactly


class BadMessage(Exception):
    """Bytes no honest client sends; the text is for logs, never for people."""


def varuint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(0x80 | (number & 0x7F))
        number >>= 7
    out.append(number)
    return bytes(out)


def varbuf(data: bytes) -> bytes:
    return varuint(len(data)) + data


class Reader:
    """Reads lib0 values with hard bounds, so that hostile lengths cost nothing."""

    __slots__ = ("data", "place")

    def __init__(self, data: bytes, place: int = 0) -> None:
        self.data, self.place = data, place

    @property
    def left(self) -> int:
        return len(self.data) - self.place

    def byte(self) -> int:
        if self.place >= len(self.data):
            raise BadMessage("ends too early")
        self.place += 1
        return self.data[self.place - 1]

    def uint(self) -> int:
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 0x7F) << shift
            if number > LARGEST_UINT or shift > 63:
                raise BadMessage("number too large")
            if byte < 0x80:
                return number
            shift += 7

    def buffer(self) -> bytes:
        size = self.uint()
        if size > self.left:
            raise BadMessage("ends too early")
        self.place += size
        return self.data[self.place - size : self.place]

    def string(self) -> str:
        try:
            return self.buffer().decode()
        except UnicodeDecodeError as error:
            raise BadMessage("not UTF-8") from error


def step1_frame(state: bytes) -> bytes:
    return bytes((SYNC, STEP1)) + varbuf(state)


def step2_frame(update: bytes) -> bytes:
    return bytes((SYNC, STEP2)) + varbuf(update)


def update_frame(update: bytes) -> bytes:
    return b"\x00\x02" + varbuf(update)


def awareness_frame(data: bytes) -> bytes:
    return bytes((AWARENESS,)) + varbuf(data)


def committed_frame(count: int, state: bytes) -> bytes:
    """How many edit messages of this socket are stored, and the state vector that is stored."""
    return bytes((COMMITTED,)) + varuint(count) + varbuf(state)


def sync_payload(message: bytes) -> bytes:
    """The bytes after the two kind bytes; nothing may follow them."""
    if len(message) > 2 and message[2] < 0x80 and len(message) == 3 + message[2]:
        return message[3:]
    reader = Reader(message, 2)
    payload = reader.buffer()
    if reader.left:
        raise BadMessage("bytes after the message")
    return payload
