"""Optional virus scan: streams a file to a clamd daemon and understands its one-line answer."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from neurohire import clock
from neurohire.errors import Rejected, Unavailable
from neurohire.vocabulary import RejectionCode

FOUND = "The virus scanner found something in this file. It was not kept."
NO_SCANNER = "The virus scanner does not answer, so this file was not accepted. Try again in a moment."
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """When the scanner last answered, or did not."""

    at: datetime
    outcome: str  # done or unreachable
    milliseconds: int


_last: Answer | None = None


def last_answer() -> Answer | None:
    """Since the start of this process."""
    return _last


def ping(address: str, timeout_s: float = 5.0) -> bool:
    """Whether a scanner answers there; nothing of anybody is sent."""
    began = time.monotonic()
    try:
        with _connect(address, timeout_s) as connection:
            connection.sendall(b"zPING\0")
            is_there = connection.recv(16).rstrip(b"\0\n") == b"PONG"
    except (OSError, ValueError):
        is_there = False
    _note(is_there, began)
    return is_there


def scan(path: Path, address: str, timeout_s: float = 15.0) -> None:
    """`address` is `host:port` or the path of a unix socket. Returns when clean; raises otherwise."""
    began = time.monotonic()
    try:
        answer = _ask(path, address, timeout_s)
        _note(True, began)
    except (OSError, ValueError) as error:
        _note(False, began)
        raise Unavailable(NO_SCANNER) from error
    if answer.endswith(b" FOUND"):
        raise Rejected(FOUND, code=RejectionCode.UNREADABLE.value)
    if answer != b"stream: OK":
        raise Unavailable(NO_SCANNER)


def _note(is_there: bool, began: float) -> None:
    global _last
    spent = round((time.monotonic() - began) * 1000)
    _last = Answer(clock.now(), "done" if is_there else "unreachable", spent)


def _ask(path: Path, address: str, timeout_s: float) -> bytes:
    with _connect(address, timeout_s) as connection, path.open("rb") as file:
        connection.sendall(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while b"\0" not in answer and len(answer) < 4096 and (part := connection.recv(1024)):
            answer += part
    return answer.rstrip(b"\0\n")


def _connect(address: str, timeout_s: float) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout_s)
        connection.connect(address)
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=timeout_s)
