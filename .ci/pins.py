"""Writes every version with its markers into pyproject.toml and constraints.txt; `--check` compares them.

    python .ci/pins.py            resolve (needs uv and the registry), then write both files
    python .ci/pins.py --upgrade  the same, forgetting the versions written before
    python .ci/pins.py --check    no network: exit 1 when the two files or the direct pins differ

`uv run` knows no constraints option, so uv reads the list from [tool.uv]; pip and Docker read
constraints.txt. uv.lock stays out of git: it names package hosts.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT, LIST = ROOT / "pyproject.toml", ROOT / "constraints.txt"
BLOCK = re.compile(r"(# made by \.ci/pins\.py from here\n).*?(# to here\n)", re.DOTALL)
HEADER = (
    "# Made by .ci/pins.py: every version, with the systems it is for. pip install -c constraints.txt .\n"
)
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z0-9,]+\])?==([^ ;]+)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--upgrade", action="store_true")
    chosen = parser.parse_args()
    if not chosen.check:
        write([] if chosen.upgrade else written())
        write(resolved())
    problems = differences()
    for problem in problems:
        print(problem)
    print(f"{len(written())} versions, {len(problems)} problems")
    return 1 if problems else 0


def written() -> list[str]:
    """The list in pyproject.toml."""
    found: list[str] = tomllib.loads(PROJECT.read_text())["tool"]["uv"]["constraint-dependencies"]
    return found


def resolved() -> list[str]:
    """What uv finds for all Python versions and systems together."""
    uv = shutil.which("uv") or sys.exit("uv is needed: pip install uv")
    (ROOT / "uv.lock").unlink(missing_ok=True)
    subprocess.run([uv, "lock", "--quiet"], cwd=ROOT, check=True)
    plain = ("--no-hashes", "--no-header", "--no-annotate", "--no-emit-project", "--quiet")
    command = [uv, "export", "--frozen", "--all-groups", *plain]
    lines = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return sorted(" ".join(line.split()) for line in lines if PIN.match(line))


def write(pins: list[str]) -> None:
    rows = "".join(f"    {json.dumps(pin)},\n" for pin in pins)
    block = f"constraint-dependencies = [\n{rows}]\n" if pins else "constraint-dependencies = []\n"
    text = PROJECT.read_text()
    if not BLOCK.search(text):
        sys.exit("pyproject.toml lacks the marked place for the list")
    PROJECT.write_text(BLOCK.sub(lambda found: found[1] + block + found[2], text))
    LIST.write_text(HEADER + "".join(f"{pin}\n" for pin in pins))


def differences() -> list[str]:
    """What does not fit: the two lists, and direct pins against the list."""
    pins = written()
    listed = [line for line in LIST.read_text().splitlines() if not line.startswith("#")]
    found = [f"only in one of the two lists: {pin}" for pin in sorted(set(pins) ^ set(listed))]
    known = {(name(match[1]), match[2]) for pin in pins if (match := PIN.match(pin))}
    for direct in direct_pins():
        match = PIN.match(direct)
        if match is None:
            found.append(f"not pinned exactly: {direct}")
        elif (name(match[1]), match[2]) not in known:
            found.append(f"not in the list of versions: {direct}")
    return found


def direct_pins() -> list[str]:
    project = tomllib.loads(PROJECT.read_text())
    groups: list[list[str]] = list(project["dependency-groups"].values())
    return [*project["project"]["dependencies"], *(pin for group in groups for pin in group)]


def name(text: str) -> str:
    """As package indexes compare names."""
    return re.sub(r"[-_.]+", "-", text).lower()


if __name__ == "__main__":
    sys.exit(main())
