"""Which addresses may stand in an href: our own paths and plain web links, never a script."""

from __future__ import annotations


def safe_href(href: str) -> str:
    """The address itself when it is a path of ours, a web or a mail link; else '#'."""
    if href.startswith(("/", "#", "?")) and not href.startswith(("//", "/\\")):
        return href
    return href if href.lower().startswith(("https://", "http://", "mailto:")) else "#"
