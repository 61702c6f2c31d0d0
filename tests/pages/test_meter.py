"""The meter in words: on an admin's start page, on a report, and as the card of a page for admins."""

from __future__ import annotations

from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User
from sqlmodel import Session

from components.meter import draw_meter, money, spent_words, warning_words
from neurohire import clock
from neurohire.models.model_calls import ModelCall
from neurohire.services import spending
from neurohire.services.spending import Spent
from neurohire.vocabulary import Role
from tests.pages.signed_in import database_of, post_login, recruiter
from tests.people import make_actor


def test_money_is_said_as_people_say_it() -> None:
    assert money(0, "EUR") == "0.00 EUR"
    assert money(1, "EUR") == "under 0.01 EUR"
    assert money(40_000, "EUR") == "0.04 EUR"
    assert money(12_345_678_900, "USD") == "12,345.68 USD"
    assert (
        spent_words(Spent(tokens=12_300, micros=40_000, currency="EUR")) == "Model: 12,300 tokens, 0.04 EUR"
    )
    assert spent_words(Spent(tokens=5, micros=0, currency="EUR")) == "Model: 5 tokens"
    assert spent_words(Spent(tokens=0, micros=0, currency="EUR")) == ""
    assert "99%" in warning_words(0.999) and "reached" in warning_words(1.0)


def use(db: Session, tokens: int) -> None:
    row = ModelCall(
        at=clock.now(), capability="questions", model="m", prompt="p", tokens=tokens, outcome="done"
    )
    db.add(row)


async def test_admins_are_told_on_their_start_page_and_recruiters_are_not(app: FastAPI, user: User) -> None:
    app.state.neurohire.settings.model_tokens_per_month = 1000
    await recruiter(app, user)
    await database_of(app).transact(make_actor, "ada@example.org", Role.ADMIN)
    await database_of(app).transact(use, 850)
    await user.open("/")
    await user.should_see("Start with a position")
    await user.should_not_see("limit")
    user.http_client.cookies.clear()
    await post_login(user.http_client, "ada@example.org")
    await user.open("/")
    await user.should_see("85% of the month's limit is used")
    await database_of(app).transact(use, 200)
    await user.open("/")
    await user.should_see("The month's limit is reached. Interviews go on")


async def test_the_card_names_every_service_and_what_has_no_price(app: FastAPI, user: User) -> None:
    database = database_of(app)
    ada = await database.transact(make_actor, "ada@example.org", Role.ADMIN)
    await database.transact(use, 12_300)
    view = await database.read(spending.meter, ada, app.state.neurohire.settings)

    @ui.page("/meter-of-this-test")
    def shown() -> None:
        draw_meter(view)

    await user.open("/meter-of-this-test")
    for words in (
        "12,300 of 20,000,000", "0.00 EUR, no limit", "Questions and follow-ups", "no price set",
        "No price is set for: Questions and follow-ups.", "The last twelve months, tokens",
    ):  # fmt: skip
        await user.should_see(words)
