"""Makes our browser modules importable in component files: `import { openInterview } from "neurohire"`.

A component file's Python side only has to `import components.es_modules`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import nicegui.elements.codemirror  # noqa: F401  (puts "nicegui-codemirror" into the page's import map)
from nicegui.dependencies import register_esm

ASSETS = Path(__file__).resolve().parent.parent / "assets"
MODULES = {"neurohire": ASSETS / "js", "neurohire-yjs": ASSETS / "vendor" / "yjs"}


def _version(folder: Path) -> float:
    """Browsers keep a module for a year: a new content needs a new address, on every machine the same one."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.js")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return float(int(digest.hexdigest()[:13], 16))


for _name, _folder in MODULES.items():
    register_esm(_name, _folder, max_time=_version(_folder))
