"""Cameras for pictures: drawn people that do not exist, as films for the browser's pretended camera."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

SIZE = (1280, 720)
SECONDS = 2


class Portrait(NamedTuple):
    """Colours of a drawn person."""

    wall: str
    light: str
    skin: str
    hair: str
    clothes: str
    is_long: bool  # hair


PEOPLE = {
    "candidate": Portrait("#d9d2c5", "#ece6da", "#eac09c", "#b5793a", "#35606e", True),
    "interviewer": Portrait("#c3ccd4", "#dde4ea", "#8d5a3c", "#2b211d", "#7c4a54", False),
}


def draw(of: Portrait) -> Image.Image:
    """Head and shoulders before a wall with a window; drawn twice as large, so that edges are smooth."""
    wide, high = SIZE[0] * 2, SIZE[1] * 2
    picture = Image.new("RGB", (wide, high), of.wall)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((160, 120, 700, 900), fill=of.light)
    pen.line((430, 120, 430, 900), fill=of.wall, width=24)
    middle = wide // 2
    if of.is_long:
        pen.rounded_rectangle((middle - 320, 330, middle + 320, 1120), 260, fill=of.hair)
    pen.rounded_rectangle((middle - 560, 1080, middle + 560, high + 400), 330, fill=of.clothes)
    pen.rounded_rectangle((middle - 105, 820, middle + 105, 1180), 100, fill=of.skin)
    pen.ellipse((middle - 255, 300, middle + 255, 960), fill=of.skin)
    pen.chord((middle - 280, 250, middle + 280, 800), 180, 360, fill=of.hair)
    pen.ellipse((middle - 235, 410, middle + 235, 920), fill=of.skin)
    for eye in (middle - 100, middle + 100):
        pen.ellipse((eye - 22, 600, eye + 22, 644), fill="#2b2b2b")
    pen.arc((middle - 95, 700, middle + 95, 830), 25, 155, fill="#7a3b34", width=14)
    return picture.resize(SIZE, Image.Resampling.LANCZOS)


def film(folder: Path, name: str) -> Path:
    """This person, sitting still."""
    still, made = folder / f"{name}.png", folder / f"{name}.mjpeg"
    draw(PEOPLE[name]).save(still)
    command = ["ffmpeg", "-v", "error", "-y", "-loop", "1", "-framerate", "15", "-t", str(SECONDS)]
    command += ["-i", str(still), "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "3", str(made)]
    subprocess.run(command, check=True)
    return made
