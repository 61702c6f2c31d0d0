"""The virus scanner's protocol, against a small daemon of our own."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from neurohire.errors import Rejected, Unavailable
from neurohire.resumes.virus_scan import scan


class Daemon:
    """Takes one file and finds EICAR in it, as clamd does."""

    def __init__(self, listener: socket.socket) -> None:
        self.received = b""
        self.answer: bytes | None = None
        self._listener = listener
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", stream.read(4))[0]:
                self.received += stream.read(length)
            infected = b"EICAR" in self.received
            answer = b"stream: Eicar-Signature FOUND\0" if infected else b"stream: OK\0"
            connection.sendall(self.answer or answer)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def address(listener: socket.socket) -> str:
    return f"127.0.0.1:{listener.getsockname()[1]}"


def test_a_clean_file_passes_whole(tmp_path: Path, listener: socket.socket) -> None:
    daemon = Daemon(listener)
    content = b"x" * 200_000
    (tmp_path / "a").write_bytes(content)
    scan(tmp_path / "a", address(listener))
    assert daemon.received == content


def test_a_find_refuses_the_file(tmp_path: Path, listener: socket.socket) -> None:
    Daemon(listener)
    (tmp_path / "a").write_bytes(b"X5O!P%@AP EICAR-STANDARD-ANTIVIRUS-TEST-FILE!")
    with pytest.raises(Rejected):
        scan(tmp_path / "a", address(listener))


def test_a_strange_answer_is_not_taken_for_clean(tmp_path: Path, listener: socket.socket) -> None:
    Daemon(listener).answer = b"INSTREAM size limit exceeded. ERROR\0"
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(Unavailable):
        scan(tmp_path / "a", address(listener))


def test_without_a_daemon_nothing_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(Unavailable):
        scan(tmp_path / "a", str(tmp_path / "no.sock"))
    with pytest.raises(Unavailable):
        scan(tmp_path / "a", "not an address")


def test_a_unix_socket_works_too(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "c.sock"))
        server.listen()
        Daemon(server)
        (tmp_path / "a").write_bytes(b"clean")
        scan(tmp_path / "a", str(tmp_path / "c.sock"))
