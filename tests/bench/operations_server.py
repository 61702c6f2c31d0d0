"""The app, with one socket more that sends back what it gets."""

from __future__ import annotations

from fastapi import WebSocket
from starlette.websockets import WebSocketDisconnect

from main import create_app
from neurohire.api.server import serve
from neurohire.observability import configure_logging
from neurohire.settings import get_settings


async def echo(ws: WebSocket) -> None:
    await ws.accept()
    try:
        while True:
            await ws.send_text(await ws.receive_text())
    except WebSocketDisconnect:
        return


if __name__ == "__main__":
    configure_logging("WARNING")
    app = create_app(get_settings())
    app.add_api_websocket_route("/ws/echo", echo)
    app.router.routes.insert(0, app.router.routes.pop())  # before the pages, which take everything
    serve(app, get_settings())
