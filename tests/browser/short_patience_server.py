"""The program with a room whose pages are forgotten after 5 s without them, as otherwise after 120 s."""

from __future__ import annotations

import runpy

import pages.room

pages.room.RECONNECT_SECONDS = 5

if __name__ == "__main__":
    runpy.run_module("main", run_name="__main__")
