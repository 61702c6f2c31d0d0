"""The app with a wall against floods of signals so high that a benchmark never meets it."""

from __future__ import annotations

from main import create_app
from neurohire.api.server import serve
from neurohire.observability import configure_logging
from neurohire.rooms import signaling
from neurohire.settings import get_settings

if __name__ == "__main__":
    configure_logging("WARNING")
    signaling.PER_SECOND = 10**9
    serve(create_app(get_settings()), get_settings())
