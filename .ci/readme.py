"""Writes the table of settings into README.md from the settings themselves: python .ci/readme.py"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
TABLE = re.compile(
    r"(<!-- settings, made by \.ci/readme\.py -->\n).*?(<!-- end of settings -->\n)", re.DOTALL
)


def table() -> str:
    """One row a setting: name, default, what it is for."""
    sys.path.insert(0, str(ROOT))
    from neurohire.settings import Settings

    rows = ["| setting | default | what it is for |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"`{field.default}`"
        rows.append(f"| `NEUROHIRE_{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows) + "\n"


def filled(text: str) -> str:
    """The README with the table as it should be."""
    if not TABLE.search(text):
        sys.exit("README.md lacks the marked place for the settings")
    return TABLE.sub(lambda found: found[1] + table() + found[2], text)


if __name__ == "__main__":
    README.write_text(filled(README.read_text()))
