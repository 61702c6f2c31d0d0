"""One spelling of a skill name, so that bank, resume and position can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ALIASES = {
    "js": "javascript", "ts": "typescript", "postgres": "postgresql", "k8s": "kubernetes", "golang": "go",
    "reactjs": "react", "nodejs": "node", "vuejs": "vue", "restapis": "rest", "restapi": "rest",
    "restful": "rest", "apidesign": "apis", "amazonwebservices": "aws",
    "googlecloud": "gcp", "googlecloudplatform": "gcp",
    "cicd": "continuousintegration", "ml": "machinelearning", "oop": "objectorienteddesign",
}  # fmt: skip


def skill_key(skill: str) -> str:
    """One spelling for "Node.js", "NodeJS" and "node js"; C, C++ and C# stay apart."""
    folded = re.sub(r"[^\w+#]|_", "", skill.casefold())
    return _ALIASES.get(folded, folded)


def skill_keys(skills: Iterable[str]) -> frozenset[str]:
    return frozenset(skill_key(skill) for skill in skills)
