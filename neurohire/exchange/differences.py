"""What a record says beyond our tables: kept beside them, and put back when the record is written again.

A patch leads from our own words for a record to the record as it came. Where somebody has changed our side
since, ours counts.
"""

from __future__ import annotations

from typing import Any

Patch = dict[str, Any]
ABSENT = object()


def differences(original: Any, ours: Any) -> Patch | None:
    """The patch that makes `original` of `ours`; None: they are the same."""
    if _same(original, ours):
        return None
    if isinstance(original, dict) and isinstance(ours, dict):
        keys = dict.fromkeys((*original, *ours))
        found = {key: differences(original.get(key, ABSENT), ours.get(key, ABSENT)) for key in keys}
        return {"in": {key: patch for key, patch in found.items() if patch is not None}}
    if isinstance(original, list) and isinstance(ours, list) and len(original) == len(ours):
        pairs = enumerate(zip(original, ours, strict=True))
        items = {str(place): differences(was, now) for place, (was, now) in pairs}
        return {"at": {place: patch for place, patch in items.items() if patch is not None}, "of": len(ours)}
    patch: Patch = {}
    if original is not ABSENT:
        patch["was"] = original
    if ours is not ABSENT:
        patch["then"] = ours
    return patch


def patched(ours: Any, patch: Patch | None) -> Any:
    """The record as it came, as far as our side is still what it was then; ABSENT: it had no such field."""
    if patch is None:
        return ours
    if "in" in patch and isinstance(ours, dict):
        keys = dict.fromkeys((*ours, *patch["in"]))
        found = {key: patched(ours.get(key, ABSENT), patch["in"].get(key)) for key in keys}
        return {key: value for key, value in found.items() if value is not ABSENT}
    if "at" in patch and isinstance(ours, list) and len(ours) == patch["of"]:
        return [patched(item, patch["at"].get(str(place))) for place, item in enumerate(ours)]
    if "in" in patch or "at" in patch or not _same(patch.get("then", ABSENT), ours):
        return ours
    return patch.get("was", ABSENT)


def _same(one: Any, other: Any) -> bool:
    """Like ==, but True is not 1 and 1.0 is not 1: they are written differently."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
