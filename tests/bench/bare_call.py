"""The least that makes a call: a socket that passes messages on, a page where only the newcomer offers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import uvicorn
from fastapi import FastAPI, WebSocket
from fastapi.responses import HTMLResponse
from starlette.websockets import WebSocketDisconnect

from tests.mariadb import free_port

PAGE = """<!doctype html><title>bare</title><button>Join</button><video autoplay muted playsinline></video>
<script type="module">
const video = document.querySelector("video");
let pc, local, socket;
const say = (message) => socket.send(JSON.stringify(message));
function make() {
  pc?.close();
  pc = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  pc.onicecandidate = ({ candidate }) => candidate && say({ candidate });
  pc.ontrack = ({ streams: [stream] }) => { if (video.srcObject !== stream) video.srcObject = stream; };
  for (const track of local.getTracks()) pc.addTrack(track, local);
}
let work = Promise.resolve();
async function hear({ others, description, candidate }) {
  if (others) { make(); await pc.setLocalDescription(); say({ description: pc.localDescription }); }
  if (description?.type === "offer") {
    make();
    await pc.setRemoteDescription(description);
    await pc.setLocalDescription();
    say({ description: pc.localDescription });
  } else if (description) await pc.setRemoteDescription(description);
  if (candidate) await pc.addIceCandidate(candidate);
}
globalThis.leave = () => {
  socket.close();
  pc?.close();
  local.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
  work = Promise.resolve(); // what waits for a closed connection waits forever
};
globalThis.isIn = () => pc?.connectionState === "connected";
document.querySelector("button").onclick = async () => {
  local = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360 }, audio: true });
  socket = new WebSocket(location.origin.replace("http", "ws") + "/line");
  socket.onmessage = ({ data }) => { work = work.then(() => hear(JSON.parse(data))).catch(console.error); };
};
</script>"""


def bare_app() -> FastAPI:
    """One room for two."""
    app, lines = FastAPI(), list[WebSocket]()

    @app.get("/")
    async def show() -> HTMLResponse:
        return HTMLResponse(PAGE)

    @app.websocket("/line")
    async def line(ws: WebSocket) -> None:
        await ws.accept()
        if lines:
            await ws.send_json({"others": len(lines)})
        lines.append(ws)
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                message = await ws.receive_text()
                for other in [line for line in lines if line is not ws]:
                    with suppress(WebSocketDisconnect, RuntimeError):  # the other is just leaving
                        await other.send_text(message)
        lines.remove(ws)

    return app


@asynccontextmanager
async def bare_server() -> AsyncIterator[str]:
    """Its address, as long as it runs."""
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(bare_app(), port=port, log_level="warning", ws="websockets-sansio")
    )
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await running
