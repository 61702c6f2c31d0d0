"""The shells every page stands in, and the frame (theme, style sheets, title) that every page begins with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256

from fastapi import Request
from nicegui import app, ui

from components.candidate_shell import TEXTS, CandidateShell
from components.design import QUASAR_COLOURS
from components.icons import ASSETS
from components.team_shell import ShellUser, TeamShell

__all__ = ["CandidateShell", "ShellUser", "TeamShell", "candidate_page", "frame", "install_look", "team_page"]

FONTS = "vendor/fonts/fonts"
TEXT_FONT = "/assets/vendor/fonts/inter-latin-wght-normal.woff2"
SHEETS = (
    FONTS,
    *(
        f"css/{name}"
        for name in ("theme", "icons", "base", "quasar", "pieces", "table", "shell", "team", "settings")
    ),
    "css/connection",
)
STATIC_SHEETS = (FONTS, *(f"css/{name}" for name in ("theme", "icons", "base", "pieces", "shell")))


def sheet_url(name: str) -> str:
    """Address of one style sheet; it changes with its text, so browsers may keep it."""
    digest = sha256((ASSETS / f"{name}.css").read_bytes()).hexdigest()[:10]
    return f"/assets/{name}.css?v={digest}"


def link_sheets(*names: str) -> None:
    """More sheets than every page has."""
    ui.add_head_html("".join(f'<link rel="stylesheet" href="{sheet_url(name)}">' for name in names))


HEAD = f'<link rel="preload" href="{TEXT_FONT}" as="font" type="font/woff2" crossorigin>' + "".join(
    f'<link rel="stylesheet" href="{sheet_url(name)}">' for name in SHEETS
)


def install_look() -> None:
    """Once per app, before it starts: NiceGUI's inline blue becomes our accent."""
    app.colors(**QUASAR_COLOURS)


def chosen_theme(request: Request) -> str:
    """'light', 'dark', or '' for as the system says."""
    theme = request.cookies.get("theme", "")
    return theme if theme in ("light", "dark") else ""


def frame(request: Request, title: str) -> str:
    """Every NiceGUI page begins with this: title, sheets, theme before the first paint; gives the theme."""
    theme = chosen_theme(request)
    ui.page_title(f"{title} · NeuroHire")
    rule = f":root{{color-scheme:{theme}}}" if theme else ""
    ui.add_head_html(f'{HEAD}<style id="theme-choice">{rule}</style>')
    _yield_main_landmark()
    ui.dark_mode({"light": False, "dark": True}.get(theme))
    return theme


def _yield_main_landmark() -> None:
    """Quasar's page is a <main> round everything; the shell has its own, and a page may have only one."""
    content = ui.context.client.content
    if content.parent_slot:
        content.parent_slot.parent.props["role"] = "presentation"


@contextmanager
def team_page(
    title: str, *, active: str, user: ShellUser, live_now: int, request: Request, width: str = ""
) -> Iterator[TeamShell]:
    """The team's shell; `width` is '' (1200 px), 'wide' (all of it) or 'reading' (a column to read)."""
    theme = frame(request, title)
    search = request.query_params.get("search", "")[:200]
    shell = TeamShell(user, active=active, live_now=live_now, theme=theme, search=search, width=width)
    with shell:
        yield shell


@contextmanager
def candidate_page(
    title: str,
    company: str,
    position: str,
    steps: Sequence[str] = (),
    *,
    request: Request,
    step: int = 0,
    contact: str = "",
    wide: bool = False,
    texts: Mapping[str, str] = TEXTS,
) -> Iterator[CandidateShell]:
    """The candidate's shell: one thing per screen, no navigation."""
    frame(request, title)
    shell = CandidateShell(company, position, steps=steps, step=step, contact=contact, wide=wide, texts=texts)
    with shell:
        yield shell
