"""Runs the load generator that lies beside the project: one measurement of one server, as its JSON line."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench.editor_peers import Peer, undisturbed
from tests.material import SHARED

GENERATOR = SHARED.parent / "loadgen" / "loadgen.py"


def generator() -> Path:
    """Where it is; skips the calling test when it is not there."""
    if not GENERATOR.exists():
        pytest.skip("the load generator is not here")
    return GENERATOR


async def measure(folder: Path, peer: Peer, mode: str, rooms: int = 1, **options: float) -> dict[str, Any]:
    """`options` as the generator names them, with underscores."""
    named = [text for name, value in options.items() for text in (f"--{name.replace('_', '-')}", str(value))]
    command = [
        sys.executable, str(generator()), mode, "--url", peer.url, "--protocol", peer.protocol,
        "--server-pid", str(peer.pid), "--rooms", str(rooms), "--max-seconds", "120",
        "--header", f"Origin: {peer.origin}",
        *named, *peer.take_rooms(folder, rooms + (mode == "memory")),
    ]  # fmt: skip
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=environment)
    undisturbed(process.pid)
    output, _ = await process.communicate()
    found: dict[str, Any] = json.loads(output)
    assert "error" not in found, f"{peer.name}: {found['error']}"
    return found
