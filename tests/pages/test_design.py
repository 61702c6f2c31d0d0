"""The look: tokens in one place, readable contrast, words shown as words, cheap pages."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from jinja2 import UndefinedError
from nicegui import ui
from nicegui.functions import download, navigate, notify
from nicegui.testing import User, general

from components import icons, static_pages
from components.design import COLOURS, THEME_FILE, contrast, theme_css
from components.layout import SHEETS
from components.links import safe_href
from components.people import initials
from components.table import TableQuery

ROOT = Path(__file__).resolve().parents[2]
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b(?![^<]*</)|\brgba?\(|\bhsla?\(|\boklch\(|:\s*(white|black|red|blue|gr[ae]y|purple)\b"
)


def test_the_sheets_are_what_the_tokens_and_icons_say() -> None:
    assert THEME_FILE.read_text(encoding="utf-8") == theme_css()
    assert icons.SHEET.read_text(encoding="utf-8") == icons.icons_css()


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_can_be_read(theme: int) -> None:
    grounds = ["canvas", "surface", "raised"]
    pairs = [
        (ink, ground) for ink in ("ink", "muted", "accent", "good", "attention", "bad") for ground in grounds
    ]
    pairs += [(tone, f"{tone}-soft") for tone in ("accent", "good", "attention", "bad")]
    pairs += [("ink", f"{tone}-soft") for tone in ("accent", "good", "attention", "bad")]
    pairs += [("muted", "sunken"), ("ink", "sunken"), ("on-accent", "accent"), ("on-accent", "accent-strong")]
    pairs += [("on-bad", "bad")]
    weak = [(a, b) for a, b in pairs if contrast(COLOURS[a][theme], COLOURS[b][theme]) < 4.5]
    assert not weak
    borders = [b for b in ("canvas", "surface") if contrast(COLOURS["edge"][theme], COLOURS[b][theme]) < 3]
    assert not borders  # WCAG 1.4.11: what a field is bounded by


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_only_the_theme_names_a_colour() -> None:
    files = [*(ROOT / "assets/css").glob("*.css"), *(ROOT / "components").rglob("*")]
    ours = [f for f in files if f.suffix in {".css", ".js", ".py", ".html"}]
    named = {
        str(file.relative_to(ROOT)): found.group()
        for file in ours
        if file.name not in {"theme.css", "icons.css", "design.py"}
        and (found := COLOUR.search(file.read_text(encoding="utf-8")))
    }
    assert not named


def test_every_variable_and_icon_that_is_used_exists() -> None:
    sheets = "".join((ROOT / "assets" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    defined = set(re.findall(r"(--[a-z0-9-]+):", sheets)) | {"--table-height", "--sheet-width", "--hours"}
    assert not set(re.findall(r"var\((--[a-z0-9-]+)", sheets)) - defined
    text = "".join(
        f.read_text(encoding="utf-8")
        for f in (ROOT / "components").rglob("*")
        if f.is_file() and f.suffix != ".pyc"
    )
    used = set(re.findall(r"[\"' ]i-([a-z][a-z-]*[a-z])[\"' ]", text)) - {"i"}
    assert used and not used - set(icons.names())


def test_links_never_run_a_script() -> None:
    assert safe_href("/interviews?state=live") == "/interviews?state=live"
    assert safe_href("https://example.org/i/x") == "https://example.org/i/x"
    for bad in (
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/\\evil.example",
    ):
        assert safe_href(bad) == "#"


def test_initials() -> None:
    assert [initials(n) for n in ("Ana Ruiz", "łukasz", "", "李 小龙", "Ana B. Ruiz", "👩 Ana")] == [
        "AR", "Ł", "?", "李小", "AR", "A",
    ]  # fmt: skip


def test_a_query_of_a_browser_is_cut_to_what_may_be_asked() -> None:
    asked = TableQuery().changed(
        {"page": -3, "sort": "password", "descending": 1, "search": "x" * 900, "filters": ["live", "evil"]},
        sortable=["when"],
        filters=["live", "done"],
    )
    assert asked == TableQuery(page=1, search="x" * 200, filters=("live",))
    assert TableQuery().changed({"page": "2", "filters": "live"}, [], ["live"]) == TableQuery()
    assert TableQuery().changed({"page": 3, "sort": "when", "descending": True}, ["when"], []).offset == 50


def test_static_pages_escape_and_miss_nothing() -> None:
    page = static_pages.render(
        "base_candidate.html", company="<script>alert(1)</script>", position="P", theme="dark"
    )
    assert "<script" not in page and "&lt;script&gt;" in page and 'data-theme="dark"' in page
    with pytest.raises(UndefinedError):
        static_pages.render("base_candidate.html", company="Acme")


@pytest.fixture
def gallery(monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    """The gallery of all pieces as an app."""
    with general.nicegui_reset_globals():
        monkeypatch.setenv("NICEGUI_USER_SIMULATION", "true")
        from tests.pages.gallery import create_gallery

        yield create_gallery()
        ui.navigate, ui.notify, ui.download = navigate.Navigate(), notify.notify, download.download


@pytest.fixture
async def visitor(gallery: FastAPI) -> AsyncIterator[User]:
    async with gallery.router.lifespan_context(gallery):
        transport = httpx.ASGITransport(app=gallery)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield User(client)


async def test_a_person_finds_the_words_of_every_piece(visitor: User) -> None:
    await visitor.open("/")
    for words in (
        "Senior Backend Engineer", "Drop resumes here", "Ana Ruiz", "No e-mail found: type one", "Submitted",
        "Right, with one trade-off.", "not assessed", "We split the orders table", "Looked away", "Copy link",
    ):  # fmt: skip
        await visitor.should_see(words)
    await visitor.open("/label")
    await visitor.should_see("Positions")
    await visitor.should_not_see("Drop resumes here")


async def test_removing_asks_first_and_tells_afterwards(visitor: User) -> None:
    await visitor.open("/")
    visitor.find("Remove Ana Ruiz").click()
    await visitor.should_see("The other 4 candidates stay.")
    visitor.find(marker="confirm-keep").click()
    await visitor.should_see("Kept")


async def test_the_theme_of_the_cookie_is_in_the_first_bytes(visitor: User) -> None:
    client = visitor.http_client
    assert ":root{color-scheme:dark}" in (await client.get("/label", headers={"cookie": "theme=dark"})).text
    assert ":root{color-scheme:" not in (await client.get("/label")).text
    assert "evil" not in (await client.get("/label", headers={"cookie": "theme=evil"})).text
    assert 'data-theme="light"' in (await client.get("/login", headers={"cookie": "theme=light"})).text


async def test_a_page_of_rows_costs_at_most_twice_the_shell_with_one_label(visitor: User) -> None:
    async def cost(path: str) -> float:
        gc.collect()  # what earlier pages left behind is not this page's cost
        start = time.process_time()
        for _ in range(10):
            assert (await visitor.http_client.get(path)).status_code == 200
        return time.process_time() - start

    gc.disable()
    try:
        await cost("/label"), await cost("/dashboard")
        ratios = sorted([await cost("/dashboard") / await cost("/label") for _ in range(5)])
    finally:
        gc.enable()
    assert ratios[2] <= 2.0, ratios
