"""Optional virus scan: streams a file to a clamd daemon and understands its one-line answer."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from neurohire.errors import Rejected, Unavailable
from neurohire.vocabulary import RejectionCode

FOUND = "The virus scanner found something in this file. It was not kept."
NO_SCANNER = "The virus scanner does not answer, so this file was not accepted. Try again in a moment."
_CHUNK = 64 * 1024


def scan(path: Path, address: str, timeout_s: float = 15.0) -> None:
    """`address` is `host:port` or the path of a unix socket. Returns when clean; raises otherwise."""
    try:
        answer = _ask(path, address, timeout_s)
    except (OSError, ValueError) as error:
        raise Unavailable(NO_SCANNER) from error
    if answer.endswith(b" FOUND"):
        raise Rejected(FOUND, code=RejectionCode.UNREADABLE.value)
    if answer != b"stream: OK":
        raise Unavailable(NO_SCANNER)


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
