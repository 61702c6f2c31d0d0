"""How much each stem says, learned from the question bank alone (never from answers)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from neurohire.grading.words import stems_of

BANK = Path(__file__).resolve().parent.parent / "questions" / "bank"
# A word in every question of the bank still counts half of one the bank never uses. The bounds keep the
# weights from depending on which questions the bank happens to hold: it is small, and it grows.
LOWEST = 0.5
_SMALLEST_BANK = 20  # with fewer texts the counts say nothing, all stems weigh the same


class StemWeights:
    """Inverse document frequency over the bank's questions, bounded to LOWEST..1."""

    def __init__(self, texts: Iterable[str]) -> None:
        seen: Counter[str] = Counter()
        total = 0
        for text in texts:
            seen.update(stems_of(text))
            total += 1
        self._seen: Mapping[str, int] = seen if total >= _SMALLEST_BANK else {}
        self._span = math.log(total + 1) if total else 1.0

    def of(self, stem: str) -> float:
        """1.0 for a stem the bank does not know, less the more questions use it."""
        return 1.0 - (1.0 - LOWEST) * math.log(self._seen.get(stem, 0) + 1) / self._span


@lru_cache(maxsize=4)
def bank_weights(folder: Path = BANK) -> StemWeights:
    """Weights from every question of the bank; read once, an unreadable file is passed over."""
    texts: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (safe, in C)
        except (OSError, UnicodeDecodeError, yaml.YAMLError):
            continue
        texts += [" ".join(_strings(entry)) for entry in _entries(loaded)]
    return StemWeights(texts)


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _entries(loaded: object) -> list[object]:
    """The questions of one file, whether it is a list of them or a mapping that holds one."""
    if isinstance(loaded, Mapping):
        lists = [value for value in loaded.values() if isinstance(value, list)]
        return max(lists, key=len, default=[])
    return loaded if isinstance(loaded, list) else []


def _strings(entry: object) -> list[str]:
    """Question text and expected points; anchors are left out, they talk about answers in general."""
    if not isinstance(entry, Mapping):
        return []
    found = [str(entry.get("text", ""))]
    for criterion in entry.get("rubric") or []:
        if isinstance(criterion, Mapping):
            found += [str(point) for point in criterion.get("points") or []]
    return found
