"""Browsers with cameras of one colour each, so that a picture on the other side is known by its pixel."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tests.conftest import CHROMIUM

COLOURS = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}
# a machine with nothing but its loopback must do, too
CALL_FLAGS = (*CHROMIUM, "--allow-loopback-in-peer-connection")
CALL = "[...neurohireCalls.values()][0]"
PIXEL = """(key) => {
  const video = document.querySelector(`.call-tile[data-key="${key}"] video`);
  if (!video || !video.videoWidth) return null;
  const canvas = (globalThis.lookingGlass ??= document.createElement("canvas"));
  Object.assign(canvas, { width: 64, height: 48 });
  const picture = canvas.getContext("2d", { willReadFrequently: true });
  picture.drawImage(video, 0, 0, 64, 48);
  return [...picture.getImageData(32, 24, 1, 1).data].slice(0, 3);
}"""
SHOWS = f"""([key, colour]) => {{
  const found = ({PIXEL})(key);
  return found && found.every((value, place) => Math.abs(value - colour[place]) < 40);
}}"""


def camera_file(folder: Path, colour: str) -> Path:
    """A short film of one colour, played again and again by the pretended camera."""
    path = folder / f"{colour}.mjpeg"
    source = f"color={colour}:size=640x480:rate=15:duration=2"
    command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source]
    subprocess.run([*command, "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "3", str(path)], check=True)
    return path


@asynccontextmanager
async def coloured_browsers(folder: Path, colours: Iterable[str]) -> AsyncIterator[dict[str, Browser]]:
    """A browser for each colour: the camera's file is a flag of the process."""
    async with AsyncExitStack() as stack:
        playwright = await stack.enter_async_context(async_playwright())
        found: dict[str, Browser] = {}
        for colour in colours:
            film = await asyncio.to_thread(camera_file, folder, colour)
            browser = await playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=[*CALL_FLAGS, f"--use-file-for-fake-video-capture={film}"],
            )
            stack.push_async_callback(browser.close)
            found[colour] = browser
        yield found


async def shows(page: Page, key: str, colour: str) -> None:
    """Until this tile of the page has the colour in its middle."""
    await page.wait_for_function(SHOWS, arg=[key, list(COLOURS[colour])])


async def join(page: Page) -> None:
    """Into the call, unless the page went in by itself."""
    await page.wait_for_selector(".call")
    if await page.evaluate(f"{CALL}.state === 'out'"):
        await page.locator(".call-join").click()
    await page.wait_for_function(f"{CALL}.state === 'in'")


async def hold_connections(page: Page) -> None:
    """Remember the connections of now, for `are_same`."""
    await page.evaluate(f"globalThis.heldPcs = [...{CALL}.peers.values()].map((peer) => peer.pc)")


async def are_same(page: Page) -> bool:
    """The very connections of before, and they work."""
    found: bool = await page.evaluate(
        f"""(() => {{
          const now = [...{CALL}.peers.values()].map((peer) => peer.pc);
          const works = (pc) => heldPcs.includes(pc) && pc.connectionState === "connected";
          return now.length === heldPcs.length && now.every(works);
        }})()"""
    )
    return found


async def frames(page: Page, key: str) -> None:
    """Until three more pictures have arrived."""
    tile = f'.call-tile[data-key="{key}"] video'
    await page.wait_for_selector(tile, state="attached")
    await page.evaluate(
        """(key) => new Promise((done) => {
          const video = document.querySelector(`.call-tile[data-key="${key}"] video`);
          let left = 3;
          const count = () => (--left ? video.requestVideoFrameCallback(count) : done());
          video.requestVideoFrameCallback(count);
        })""",
        key,
    )
