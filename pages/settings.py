"""The admin's settings: services, limits, candidates' pages, storage, connections, health, changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from components.api_tokens import api_tokens_section
from components.page import page
from components.pieces import link_tabs, page_header, stack
from components.settings_form import Group, SettingsForm
from components.settings_words import full_name
from components.toast import toast
from neurohire.auth.actors import Actor
from neurohire.services.setting_views import SettingView, views
from neurohire.services.stored_settings import TOPIC, ChangedMeanwhile, FieldsRejected
from pages import settings_outside, settings_state
from pages.team import Desk

SECTIONS = {
    "services": "Services",
    "limits": "Limits",
    "candidates": "Candidates' pages",
    "storage": "Storage",
    "tokens": "API tokens",
    "connections": "Connections",
    "health": "Health",
    "changes": "Changes",
}
COMMON = "One server for everything that is not set apart below. Empty address or model: no model."
OWN = "Empty fields take what is set for all. The key for all is never sent to another address."
SPEECH = "It needs a model of its own. An empty address is the one for all; its key is sent nowhere else."
LANGUAGES = (
    "Questions are asked, spoken and written down in the language of the position. The words around them are "
    "English until a translation is added."
)
LIMITS = Group(
    "What models may use",
    "When a limit is reached everything goes on without a model.",
    (
        *("model_tokens_per_interview", "model_tokens_per_month"),
        *("model_money_per_interview", "model_money_per_month", "currency"),
    ),
)
GROUPS: dict[str, tuple[Group, ...]] = {
    "services": (
        Group(
            "For all",
            COMMON,
            tuple(
                f"model_{part}"
                for part in (
                    *("base_url", "key", "name", "api", "timeout", "parallel"),
                    *("price_in", "price_out"),
                )
            ),
        ),
        *(
            Group(
                title,
                SPEECH if service.startswith("speech") else OWN,
                tuple(
                    f"{service}_{part}"
                    for part in (
                        *("base_url", "key", "name", "timeout", "voice"),
                        *("price_in", "price_out", "price"),
                    )
                ),
                is_folded=True,
            )
            for service, title in (
                ("questions", "Another server for questions and follow-ups"),
                ("grading", "Another server for grading"),
                ("speech_out", "Speech out: a server that speaks the questions"),
                ("speech_in", "Speech in: a server that writes down spoken answers"),
            )
        ),
    ),
    "limits": (
        LIMITS,
        Group("Uploads and links", "", ("max_resumes", "max_description_chars", "invitation_days")),
        Group("Log-ins of the team", "", ("login_idle_minutes", "login_max_hours")),
    ),
    "candidates": (
        Group("What candidates read", "Shown from the next page on.", ("organisation", "contact")),
        Group("Languages", LANGUAGES, ("default_language",)),
        Group("What candidates' browsers may do", "", ("browser_recognition",)),
    ),
    "storage": (Group("How much and how long", "", ("retention_days", "max_resume_mb", "min_free_mb")),),
}

ABOVE: dict[str, Callable[[Desk], Awaitable[Callable[[], Any]]]] = {
    "services": settings_outside.services,
    "connections": settings_outside.connections,
    "limits": settings_state.meter,
    "storage": settings_state.storage,
    "health": settings_state.health,
    "changes": settings_state.changes,
}


def register() -> None:
    """The addresses of this page, one for each section."""
    for key in SECTIONS:
        _register(key)


def _register(section: str) -> None:
    @page(address(section))
    async def opened(request: Request) -> Response | None:
        return await show(request, section)


async def show(request: Request, section: str) -> Response | None:
    """One section; for admins, everybody else finds nothing."""
    desk = Desk(request)
    found = await desk.open(seen_by_admins, desk.state.stored.in_force)
    if found is None:
        return desk.to_login()
    prepared = await prepare(desk, section)
    with desk.page(f"{SECTIONS[section]} · Settings", "settings"):
        page_header("Settings", "What the environment sets wins, and can be changed only there.")
        tabs = link_tabs([(label, address(key)) for key, label in SECTIONS.items()], SECTIONS[section])
        tabs.classes("settings-tabs")
        if section == "tokens":
            await api_tokens_section(desk, everybodys=True)
        prepared(found)
    return None


def address(section: str) -> str:
    return "/settings" if section == "services" else f"/settings/{section}"


def seen_by_admins(db: Session, actor: Actor, in_force: Any) -> dict[str, SettingView]:
    return views(db, actor, in_force)


async def prepare(desk: Desk, section: str) -> Callable[[dict[str, SettingView]], Any]:
    """Read what the section shows beside its fields; gives what draws it."""
    above = await ABOVE[section](desk) if section in ABOVE else None

    def draw(found: dict[str, SettingView]) -> None:
        if above:
            above()
        if section in GROUPS:
            _Form(desk, section, found)

    return draw


class _Form:
    """The fields of a section, kept up to date while others change them."""

    def __init__(self, desk: Desk, section: str, found: dict[str, SettingView]) -> None:
        self.desk = desk
        with stack("wide"):
            self.form = SettingsForm(found, GROUPS[section], self.save, desk.zone)
        desk.listen((TOPIC,), self.on_change)

    async def save(self, changes: dict[str, Any], seen: dict[str, str]) -> None:
        await self.desk.act(self._save)(changes, seen)

    async def _save(self, changes: dict[str, Any], seen: dict[str, str]) -> None:
        if not changes:
            toast("Nothing was changed.", tone="attention")
            return
        stored = self.desk.state.stored
        actor = await self.desk.who()
        try:
            removed = await stored.save(actor, changes, seen)
        except FieldsRejected as refused:
            self.form.show_errors(refused.fields)
            raise
        except ChangedMeanwhile as meanwhile:
            self.form.show(await stored.views(actor))
            self.form.show_errors(meanwhile.fields)
            raise
        self.form.show(await stored.views(actor), keep_changes=False)
        words = "Saved. It is in force now."
        if removed:
            names = ", ".join(full_name(name) for name in removed)
            words += f" Removed, because the address is another one: {names}. Enter it anew if it is needed."
        toast(words, tone="attention" if removed else "good", seconds=12 if removed else 6)

    async def on_change(self, _events: list[Any]) -> None:
        actor = await self.desk.who()
        self.form.show(await self.desk.state.stored.views(actor))
