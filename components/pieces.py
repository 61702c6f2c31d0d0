"""The small pieces every page is made of; each is one function and as few elements as it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.disableable_element import DisableableElement
from nicegui.elements.mixins.text_element import TextElement

from components.icons import icon
from components.links import safe_href
from components.page_header import PageHeader

Tone = Literal["neutral", "accent", "good", "attention", "bad"]
ButtonKind = Literal["plain", "primary", "quiet", "danger", "danger-solid"]
NOTE_ICONS: dict[str, str] = {"accent": "info", "good": "done", "attention": "warning", "bad": "error"}


def text(words: str, classes: str = "", *, tag: str = "p") -> TextElement:
    """Plain text in a tag of its own; never markup."""
    return TextElement(tag=tag, text=words).classes(classes)


class Button(TextElement, DisableableElement):
    """A native button; `enable`, `disable` and `set_busy` work."""

    def set_busy(self, busy: bool) -> None:
        """While busy it cannot be pressed twice."""
        self.classes(add="is-busy" if busy else None, remove=None if busy else "is-busy")
        self.set_enabled(not busy)

    def _handle_enabled_change(self, enabled: bool) -> None:
        super()._handle_enabled_change(enabled)
        self.props.set_bool("disabled", not enabled)


def button(
    label: str,
    on_click: Callable[..., Any] | None = None,
    *,
    kind: ButtonKind = "plain",
    icon: str = "",
    icon_after: bool = False,
    icon_only: bool = False,
    large: bool = False,
    submit: bool = False,
) -> Button:
    """A button that says what happens; `icon_only` keeps the label for those who cannot see the icon."""
    element = Button(tag="button", text="" if icon_only else label)
    flags = {f"button-{kind}": kind != "plain", f"has-icon i-{icon}": bool(icon), "icon-after": icon_after}
    flags |= {"button-icon": icon_only, "button-large": large}
    element.classes("button " + " ".join(name for name, on in flags.items() if on))
    element.props["type"] = "submit" if submit else "button"
    if icon_only:
        element.props.update({"aria-label": label, "title": label})
    if on_click:
        element.on("click", on_click)
    return element


def link_button(
    label: str, href: str, *, kind: ButtonKind = "plain", icon: str = "", large: bool = False
) -> TextElement:
    """A link that looks like a button: for going somewhere."""
    element = TextElement(tag="a", text=label).classes(
        "button" + (f" button-{kind}" if kind != "plain" else "")
    )
    element.classes(
        " ".join(filter(None, (f"has-icon i-{icon}" if icon else "", "button-large" if large else "")))
    )
    element.props["href"] = safe_href(href)
    return element


def page_header(title: str, sentence: str = "", *, back: tuple[str, str] | None = None) -> PageHeader:
    """Title, one sentence; `with page_header(...):` takes the actions. `back` is (label, href)."""
    return PageHeader(title, sentence, back)


@contextmanager
def card(title: str = "", *, plain: bool = False, level: int = 2) -> Iterator[Element]:
    """A quiet surface; `plain` has no padding (for a table or a list)."""
    with ui.element("section").classes("card card-plain" if plain else "card") as element:
        if title:
            element.props["aria-label"] = title
            text(title, tag=f"h{level}")
        yield element


def stack(gap: Literal["tight", "", "wide"] = "") -> Element:
    """Things below each other."""
    return ui.element("div").classes(f"stack stack-{gap}" if gap else "stack")


def line(*, ends: bool = False) -> Element:
    """Things beside each other, wrapping; `ends` pushes them apart."""
    return ui.element("div").classes("line line-ends" if ends else "line")


def grid(*, two: bool = False) -> Element:
    """Cards beside each other as far as there is room."""
    return ui.element("div").classes("grid grid-two" if two else "grid")


def status_chip(word: str, tone: Tone = "neutral", *, moving: bool = False) -> TextElement:
    """A word and a dot, never colour alone."""
    return text(word, f"chip chip-{tone}" + (" chip-moving" if moving else ""), tag="span")


def tag(word: str, tone: Tone = "neutral") -> TextElement:
    """A word in a pill: skills, languages, kinds."""
    return text(word, f"chip chip-tag chip-{tone}", tag="span")


def note(
    words: str, *, title: str = "", tone: Literal["accent", "good", "attention", "bad"] = "accent"
) -> Element:
    """A few words set apart: what happened, what is safe, what to do."""
    with ui.element("div").classes(f"note note-{tone}") as element:
        element.props["role"] = "alert" if tone == "bad" else "note"
        icon(NOTE_ICONS[tone])
        with ui.element("div").classes("note-body"):
            if title:
                text(title, tag="strong")
            text(words)
    return element


def empty_state(
    title: str,
    words: str = "",
    *,
    action: str = "",
    href: str = "",
    on_click: Callable[..., Any] | None = None,
    picture: str = "file",
) -> Element:
    """Nothing here yet, and the next step."""
    with ui.element("div").classes("empty") as element:
        icon(picture)
        text(title, tag="h3")
        if words:
            text(words)
        if action and href:
            link_button(action, href, kind="primary")
        elif action:
            button(action, on_click, kind="primary")
    return element


def skeleton(lines: int = 3) -> Element:
    """Where text will be in a moment."""
    with ui.element("div").classes("skeleton") as element:
        element.props["aria-busy"] = "true"
        for _ in range(lines):
            ui.element("i")
    return element


SAVED: dict[str, tuple[str, str]] = {
    "saved": ("save", "Saved"),
    "saving": ("saving", "Saving …"),
    "waiting": ("clock", "Waiting to save"),
    "offline": ("offline", "Offline, kept on this device"),
}


def saved_chip(state: Literal["saved", "saving", "waiting", "offline"] = "saved", words: str = "") -> Element:
    """What is safe right now (the static one; the interview's own chip is drawn by its socket)."""
    picture, usual = SAVED[state]
    with ui.element("span").classes(f"saved saved-{state}") as element:
        element.props["role"] = "status"
        icon(picture)
        text(words or usual, tag="span")
    return element


def facts(pairs: Sequence[tuple[str, str]]) -> Element:
    """Names and values, two columns."""
    with ui.element("dl").classes("facts") as element:
        for name, value in pairs:
            text(name, tag="dt")
            text(value or "–", tag="dd")
    return element


def link_tabs(tabs: Sequence[tuple[str, str]], active: str, *, label: str = "Sections") -> Element:
    """Tabs that are pages of their own: (label, href); `active` is the label of this page."""
    with ui.element("nav").classes("link-tabs") as element:
        element.props["aria-label"] = label
        for name, href in tabs:
            entry = text(name, tag="a")
            entry.props["href"] = safe_href(href)
            if name == active:
                entry.props["aria-current"] = "page"
    return element
