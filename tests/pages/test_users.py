"""The Users page in the hands of people whose rights have changed since they opened it."""

from __future__ import annotations

from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User
from sqlalchemy import select
from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.models.users import User as Account
from neurohire.services import users
from neurohire.vocabulary import Role
from tests.pages.signed_in import database_of, post_login, recruiter
from tests.people import make_actor
from tests.waiting import until


async def admin(app: FastAPI, user: User) -> Actor:
    actor = await database_of(app).transact(make_actor, "ada@example.org", Role.ADMIN)
    assert (await post_login(user.http_client, "ada@example.org")).status_code == 303
    return actor


async def test_only_admins_have_the_page_and_its_entry(app: FastAPI, user: User) -> None:
    await recruiter(app, user)
    await user.open("/")
    await user.should_not_see("Users")
    assert (await user.http_client.get("/users")).status_code == 404
    user.http_client.cookies.clear()
    await admin(app, user)
    await user.open("/users")
    for words in ("Users", "Ada", "mara@example.org", "Active", "Last seen"):
        await user.should_see(words)


async def test_a_page_opened_as_admin_changes_nothing_once_that_is_over(app: FastAPI, user: User) -> None:
    ada = await admin(app, user)
    await user.open("/users")
    user.find(marker="add-user").click()
    await user.should_see("Add and make the link")

    def demote_silently(db: Session) -> None:
        """Without an event, as from another process: the open page does not know."""
        row = db.get(Account, ada.user_id)
        assert row
        row.role = Role.RECRUITER

    await database_of(app).transact(demote_silently)
    user.find(kind=ui.input).type("eve@example.org")  # name and address
    user.find(marker="make-user").click()
    await user.should_see("There is nothing here, or it is not yours to see.")

    def accounts(db: Session) -> int:
        return len(db.scalars(select(Account)).all())

    assert await database_of(app).read(accounts) == 1


async def test_a_demoted_admins_page_is_loaded_anew(app: FastAPI, user: User) -> None:
    ada = await admin(app, user)
    bob = await database_of(app).transact(make_actor, "bob@example.org", Role.ADMIN)
    await user.open("/positions")
    await user.should_see("Users")
    await database_of(app).transact(users.change_role, bob, ada.user_id, "recruiter")
    await until(lambda: not _has_entry(user))


def _has_entry(user: User) -> bool:
    try:
        user.find("Users")
    except AssertionError:
        return False
    return True
