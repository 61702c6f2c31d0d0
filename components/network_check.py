"""Whether this browser's network can carry a call, as one element that tries it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nicegui.element import Element

import components.es_modules  # noqa: F401
from neurohire.services.ice_servers import IceServer


class NetworkCheck(Element, component="network_check.js"):
    """It begins by itself; log-ins for the relay soon end, so "again" loads the page anew."""

    def __init__(self, servers: Sequence[IceServer], texts: Mapping[str, str]) -> None:
        super().__init__()
        self.props.update({"servers": [dict(server) for server in servers], "texts": dict(texts)})
