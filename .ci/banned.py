"""Refuses ways of writing that let text from people run as script or get past the rights (exit 1)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OURS = ("main.py", "neurohire/", "pages/", "components/", "assets/js/")
KINDS = (".py", ".js", ".mjs", ".html")
# (what, why, files in which it was looked at and is right)
BANNED = (
    (r"sanitize\s*=\s*False", "text of people becomes markup", ()),
    (r"v-html", "text of people becomes markup", ()),
    (r"\bhtml\s*=\s*True", "text of people becomes markup", ()),
    (r"\.props\(\s*f['\"]", "a quote in the text adds a property that runs: give props as keywords", ()),
    (r"run_javascript\(\s*f['\"]", "text of people becomes script", ()),
    (
        r"add_(?:head|body)_html\(\s*f['\"]",
        "text of people becomes markup",
        ("components/layout.py",),
    ),
    (r"\bui\.editor\b", "shows markup of people as it is", ()),
    (r"\bon_air\b", "sends everything through somebody else's server", ()),
    (r"\badd_(?:media|static)_files?\b", "public to everybody, with no right checked", ()),
    (r"\.innerHTML\s*=|insertAdjacentHTML", "text of people becomes markup", ()),
)


def main() -> int:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    files = [name for name in listed.stdout.split("\0") if name.startswith(OURS) and name.endswith(KINDS)]
    found = [line for name in files if (ROOT / name).exists() for line in offences(name)]
    print("\n".join([*found, f"{len(files)} files, {len(found)} banned ways of writing"]))
    return 1 if found or not files else 0


def offences(name: str) -> list[str]:
    """`file:line: what: why` for each hit."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0].strip()}: {why}"
        for pattern, why, allowed in BANNED
        if name not in allowed
        for match in re.finditer(pattern, text)
    ]


if __name__ == "__main__":
    sys.exit(main())
