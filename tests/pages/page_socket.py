"""NiceGUI's browser side, just enough of it to behave well or badly: one page, one raw socket."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

import httpx
from websockets.asyncio.client import ClientConnection, connect


class Page:
    """A page as a browser got it: its client id, its button, the cookie it came with."""

    def __init__(self, http: httpx.AsyncClient, answer: httpx.Response) -> None:
        self.url, self.cookie = str(http.base_url).rstrip("/"), f"session={http.cookies.get('session', '')}"
        self.client_id = re.search(r"""client_id['"]: ?['"]([\w-]+)['"]""", answer.text).group(1)
        self.button = self._button(answer.text)

    @staticmethod
    def _button(text: str) -> dict[str, Any]:
        element = re.search(r'"(\d+)":\{[^{}]*"tag":"q-btn"', text)
        listener = re.search(r'"listener_id":"([^"]+)"', text[element.start() :]).group(1)
        return {"id": int(element.group(1)), "listener_id": listener, "args": ["{}"]}

    def click(self, **changes: Any) -> str:
        """The frame of a click on the button."""
        return "42" + json.dumps(["event", {"client_id": self.client_id, **self.button, **changes}])


async def open_page(http: httpx.AsyncClient) -> Page:
    return Page(http, await http.get("/probe"))


async def open_socket(
    page: Page, *, shake: bool = True, **headers: str | None
) -> tuple[ClientConnection, str]:
    """A socket to the page's server and what it said to the handshake; a header of None is left out."""
    query = {"EIO": "4", "transport": "websocket", "client_id": page.client_id, "tab_id": "tab"}
    query |= {"document_id": "doc", "next_message_id": "0", "implicit_handshake": str(shake).lower()}
    sent = {"origin": page.url, "cookie": page.cookie} | headers
    address = f"{page.url.replace('http', 'ws')}/_nicegui_ws/socket.io/?{urlencode(query)}"
    kept = {name: value for name, value in sent.items() if value is not None}
    socket = await connect(address, additional_headers=kept, max_size=None)
    await socket.recv()
    await socket.send("40")
    return socket, str(await socket.recv())


def is_accepted(word: str) -> bool:
    return word.startswith("40")
