"""Fills a strict JSON schema with words that differ from place to place and say nothing."""

from __future__ import annotations

import hashlib
from typing import Any

_WORDS = """
Amber Birch Cobalt Delta Ember Falcon Granite Harbor Indigo Juniper Kestrel Lagoon Maple Nimbus Onyx
import queue ledger search index cache report scheduler archive gateway catalogue mailer checkout inventory
slows down, doubles its orders, loses rows, answers twice, disagrees with itself, fails at midnight
ignores updates, blocks others, drifts by hours, returns old values, drops customers, outgrows its budget
production, the warehouse, the second region, the mobile team, a hospital, the trial, the audit, the pilot
measure first, explain to the customer, write down, change last, test, hand over, compare, automate
"""
_LINES = _WORDS.strip().splitlines()
_NAMES, _THINGS = _LINES[0].split(), _LINES[1].split()
_TROUBLES = [*_LINES[2].split(", "), *_LINES[3].split(", ")]
_PLACES, _STEPS = _LINES[4].split(", "), _LINES[5].split(", ")
_FORMS = (
    "When {name} {thing} {trouble} in {place}, what would you {step}, and why?",
    "Suppose the {thing} of {name} {trouble}; how do you decide for {place} what to {step}?",
    "How could a {thing} such as {name} be built so that nobody in {place} must {step} when it {trouble}?",
    "{name} asks you to look at a {thing} that {trouble}. Which two things would you {step} for {place}?",
)
_STATEMENTS = (
    "{name} says who must {step}.",
    "The {thing} {trouble}: {name} is named.",
    "Someone of {place} can {step} with {name}.",
)


class Filler:
    """The same seed gives the same words."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = 0

    def fill(self, schema: dict[str, Any], root: dict[str, Any] | None = None, name: str = "") -> Any:
        """Any value that fits; arrays as short as allowed."""
        root = root or schema
        if "$ref" in schema:
            return self.fill(root["$defs"][schema["$ref"].rpartition("/")[2]], root, name)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][self._number(len(schema["enum"]))]
        for choice in ("anyOf", "oneOf", "allOf"):
            if choice in schema:
                return self.fill(schema[choice][0], root, name)
        kind = schema.get("type")
        if kind == "object":
            return {key: self.fill(part, root, key) for key, part in schema.get("properties", {}).items()}
        if kind == "array":
            return [self.fill(schema["items"], root, name) for _ in range(schema.get("minItems", 1))]
        if kind == "integer":
            low = int(schema.get("minimum", 0))
            return low + self._number(int(schema.get("maximum", low)) - low + 1)
        plain: dict[str, Any] = {"number": schema.get("minimum", 1.0), "boolean": True, "null": None}
        return plain[kind] if kind in plain else self.words(_FORMS if name == "text" else _STATEMENTS)

    def words(self, forms: tuple[str, ...]) -> str:
        """A sentence that is not like the one before."""
        return self._of(forms).format(
            name=f"{self._of(_NAMES)}-{self._of(_NAMES)}",
            thing=self._of(_THINGS),
            trouble=self._of(_TROUBLES),
            place=self._of(_PLACES),
            step=self._of(_STEPS),
        )

    def _of(self, words: list[str] | tuple[str, ...]) -> str:
        return words[self._number(len(words))]

    def _number(self, below: int) -> int:
        self._count += 1
        digest = hashlib.blake2b(f"{self._seed} {self._count}".encode(), digest_size=8).digest()
        return int.from_bytes(digest) % max(1, below)
