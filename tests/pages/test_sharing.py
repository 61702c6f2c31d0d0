"""A colleague who was let in sees the position and its interviews; before, both are nothing to him."""

from __future__ import annotations

from fastapi import FastAPI
from nicegui import ui
from nicegui.testing import User

from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.services import interviews, positions
from neurohire.vocabulary import Role
from tests.pages.signed_in import database_of, recruiter
from tests.people import make_actor, make_interview, make_position


async def sees(app: FastAPI, who: Actor, interview: str, position: str) -> bool:
    database = database_of(app)
    try:
        await database.read(interviews.get, who, interview)
        await database.read(positions.get, who, position)
    except NotFound:
        return False
    return True


async def test_a_position_is_shared_with_its_interviews(app: FastAPI, user: User) -> None:
    actor, database = await recruiter(app, user), database_of(app)
    colleague = await database.transact(make_actor, "lee@example.org", Role.RECRUITER)
    position = await database.transact(make_position, actor)
    interview = await database.transact(make_interview, actor, position, "kim@example.org")
    assert not await sees(app, colleague, interview, position.id)
    await user.open(f"/positions/{position.id}/settings")
    choice = next(s for s in user.find(ui.select).elements if colleague.user_id in s.options)
    choice.value = colleague.user_id
    user.find(marker="share").click()
    await user.should_see("Shared")
    assert await sees(app, colleague, interview, position.id)


async def test_one_interview_is_shared_alone(app: FastAPI, user: User) -> None:
    actor, database = await recruiter(app, user), database_of(app)
    colleague = await database.transact(make_actor, "lee@example.org", Role.RECRUITER)
    position = await database.transact(make_position, actor)
    interview = await database.transact(make_interview, actor, position, "kim@example.org")
    await user.open(f"/interviews/{interview}")
    choice = next(s for s in user.find(ui.select).elements if colleague.user_id in s.options)
    choice.value = colleague.user_id
    user.find(marker="share").click()
    await user.should_see("Shared")
    assert (await database.read(interviews.get, colleague, interview)).id == interview
    assert not await sees(app, colleague, interview, position.id)
