"""A film for the pretended camera of labelled faces: one person, nobody, the same again, two persons."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

from PIL import Image, ImageOps

from tests.material import shared

RATE, SECONDS = 15, 6
NOISE = "noise=all_strength=6:all_flags=t"


def pictures(folder: Path) -> list[Path]:
    """One person, nobody, the same one again, two persons: made of labelled pictures."""
    faces = shared("faces")
    with (faces / "manifest.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    near = [row for row in rows if (row["faces"], row["distance"], row["head"]) == ("1", "near", "front")]
    one, other = (faces / row["file"] for row in near[:2])
    empty = faces / next(row["file"] for row in rows if row["faces"] == "0")
    both = Image.new("RGB", (640, 480))
    for place, path in enumerate((one, other)):
        with Image.open(path) as picture:
            middle = ImageOps.fit(picture, (480, 480)).crop((80, 0, 400, 480))
            both.paste(middle, (320 * place, 0))
    both.save(folder / "both.png")
    return [one, empty, one, folder / "both.png"]


def film(target: Path) -> Path:
    """Some seconds of each, over and over; with a camera's noise, or the picture would stand still."""
    parts = pictures(target.parent)
    inputs: list[str] = []
    for part in parts:
        inputs += ["-loop", "1", "-t", str(SECONDS), "-r", str(RATE), "-i", str(part)]
    scaled = ";".join(f"[{n}]scale=640:480,setsar=1[s{n}]" for n in range(len(parts)))
    joined = "".join(f"[s{n}]" for n in range(len(parts))) + f"concat=n={len(parts)},{NOISE}"
    command = ["ffmpeg", "-v", "error", "-y", *inputs, "-filter_complex", f"{scaled};{joined}"]
    subprocess.run([*command, "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-q:v", "3", str(target)], check=True)
    return target
