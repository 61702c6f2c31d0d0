"""What the services cost, where people can see it: this month against its limits, and the last twelve."""

from __future__ import annotations

import calendar
from decimal import Decimal

from nicegui import ui

from components.pieces import card, note, stack, text
from components.settings_words import NAMES
from neurohire.services import spending
from neurohire.services.spending import NEAR, SPENT, CapabilityUse, Meter, MonthUse, Spent

UNPRICED = "No price is set for: {}. What they cost is not counted, and no limit of money holds them."
FAR = "The month's limit is reached. Interviews go on with the embedded questions and scores."
CLOSE = "{:.0%} of the month's limit is used. At the limit, interviews go on without the services."
MICROS = 1_000_000


def draw_meter(view: Meter) -> None:
    """The card, for a page of admins."""
    with card("Use of services") as place:
        place.props["id"] = "meter"
        month = f"{calendar.month_name[view.since.month]} {view.since.year}"
        text(f"{month}, UTC. Calls under way count with what they may use at most.", "muted")
        if view.share >= NEAR:
            note(warning_words(view.share), tone="bad" if view.share >= SPENT else "attention")
        with stack("tight"):
            _bar("Tokens", f"{view.tokens:,}", f"{view.tokens_limit:,}", view.tokens, view.tokens_limit)
            limit = None if view.micros_limit is None else money(view.micros_limit, view.currency)
            _bar("Money", money(view.micros, view.currency), limit, view.micros, view.micros_limit)
        if view.unpriced:
            note(UNPRICED.format(", ".join(NAMES.get(name, name) for name in view.unpriced)))
        _table(view)
        _chart(view)


def warning_words(share: float) -> str:
    return FAR if share >= SPENT else CLOSE.format(int(share * 100) / 100)  # 99.6 % is not yet 100 %


def money(micros: int, currency: str) -> str:
    """'0.04 EUR'; what is too little to be seen is said so."""
    if 0 < micros < MICROS // 100:
        return f"under 0.01 {currency}"
    return f"{(Decimal(micros) / MICROS).quantize(Decimal('0.01')):,} {currency}"


def spent_words(spent: Spent) -> str:
    """'Model: 12,300 tokens, 0.04 EUR'; empty when nothing was used."""
    parts = [f"{spent.tokens:,} tokens"] if spent.tokens else []
    parts += [money(spent.micros, spent.currency)] if spent.micros else []
    return f"Model: {', '.join(parts)}" if parts else ""


def _bar(name: str, used: str, limit: str | None, value: int, most: int | None) -> None:
    share = spending.part(value, most)
    tone = "bad" if share >= SPENT else "attention" if share >= NEAR else "accent"
    words = f"{used} of {limit}" if limit is not None else f"{used}, no limit"
    if most == 0:
        words = f"{used}; the limit is 0: no calls"
    with ui.element("div").classes("meter-line"):
        text(name, tag="b")
        text(words, "number", tag="span")
        if most:
            with ui.element("div").classes(f"meter-bar meter-{tone}") as bar:
                bar.props.update({"role": "meter", "aria-label": name, "aria-valuetext": words})
                bar.props.update({"aria-valuemin": 0, "aria-valuemax": 100})
                bar.props["aria-valuenow"] = min(100, int(share * 100))
                ui.element("i").style["width"] = f"{min(share, 1):.1%}"


def _table(view: Meter) -> None:
    shown = [use for use in view.capabilities if use.is_on or use.calls or use.refused]
    if not shown:
        text("No service is set, and none was used this month.", "muted small")
        return
    scrolled = ui.element("div").classes("meter-scroll")
    scrolled.props.update({"tabindex": 0, "role": "region", "aria-label": "Use by service"})
    with scrolled, ui.element("table").classes("meter-table"):
        with ui.element("thead"), ui.element("tr"):
            for head in ("Service", "Cost", "Used", "Calls", "Failed", "Not made"):
                text(head, tag="th").props["scope"] = "col"
        with ui.element("tbody"):
            for use in shown:
                with ui.element("tr"):
                    text(NAMES.get(use.capability, use.capability), tag="th").props["scope"] = "row"
                    has_cost = use.has_price or use.micros
                    text(money(use.micros, view.currency) if has_cost else "no price set", "number", tag="td")
                    text(_used(use), "number", tag="td")
                    for number in (use.calls, use.failed, use.refused):
                        text(f"{number:,}" if number else "–", "number", tag="td")
    text("Not made: the budget of the month or of an interview did not allow the call.", "muted small")


def _used(use: CapabilityUse) -> str:
    if use.capability == "speech_out":
        return f"{use.units:,} characters"
    if use.capability == "speech_in":
        return f"{use.units / 60:,.1f} min"
    return f"{use.tokens_in:,} in, {use.tokens_out:,} out"


def _chart(view: Meter) -> None:
    """Money when there was any, else tokens; the words of each bar are for everybody."""
    is_money = any(month.micros for month in view.months)
    values = [month.micros if is_money else month.tokens for month in view.months]
    highest = max(values)
    if not highest:
        return
    text(f"The last twelve months, {'money' if is_money else 'tokens'}", tag="h3")
    with ui.element("ol").classes("meter-chart"):
        for month, value in zip(view.months, values, strict=True):
            words = _month_words(month, view.currency)
            with ui.element("li") as bar:
                bar.props["title"] = words
                with ui.element("span").classes("meter-column"):
                    ui.element("i").style["height"] = f"{value / highest:.1%}"
                text(calendar.month_abbr[month.month], "muted small", tag="span").props["aria-hidden"] = (
                    "true"
                )
                text(words, "only-read", tag="span")


def _month_words(month: MonthUse, currency: str) -> str:
    name = f"{calendar.month_name[month.month]} {month.year}"
    return f"{name}: {month.tokens:,} tokens, {money(month.micros, currency)}, {month.calls:,} calls"
