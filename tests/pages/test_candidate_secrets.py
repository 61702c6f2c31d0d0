"""Canary strings stand in the rubric: no page, API answer or file a candidate can reach may contain one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlmodel import Session
from starlette.routing import Route

from neurohire.database import Database
from neurohire.services import answers, conduct, grading
from tests.candidates import CANARY, agree, enter, invite
from tests.pages.test_candidate_pages import _newest_grant


@pytest.mark.parametrize("moment", ["invited", "live", "submitted", "graded"])
async def test_no_answer_to_a_candidate_has_a_word_of_the_rubric(
    app: FastAPI, http: httpx.AsyncClient, moment: str
) -> None:
    database: Database = app.state.neurohire.database
    invited = await database.transact(invite, coding=True)
    await enter(http, invited.token)
    await agree(http, invited.interview_id)

    def bring(db: Session) -> None:
        grant = _newest_grant(db, invited)
        if moment != "invited":
            conduct.start(db, grant)
            conduct.answer_row(db, grant.interview_id, invited.question_ids[0], 0).text = "latency and cost"
            conduct.end_turn(db, grant, invited.question_ids[0], 0)
        if moment in ("submitted", "graded"):
            conduct.submit(db, grant)
        if moment == "graded":
            while question := grading.next_ungraded(db, grant.interview_id):
                grading.grade_question(db, question)
                db.flush()
            grading.finish(db, grant.interview_id)

    await database.transact(bring)
    assert (await database.read(answers.text_of, invited.question_ids[0])).is_blank() is (moment == "invited")
    seen = 0
    for address in _addresses(app, invited.interview_id, invited.token, invited.question_ids[0]):
        answer = await http.get(address)
        assert CANARY not in answer.text, address
        assert CANARY not in str(answer.headers), address
        seen += answer.status_code == 200
    assert seen >= 5  # it did get to pages


def _addresses(app: FastAPI, interview_id: str, token: str, question_id: str) -> list[str]:
    """Every GET route there is, with this interview's ids in the holes."""
    holes = {
        "interview_id": interview_id, "token": token, "question_id": question_id, "position_id": interview_id,
        "recording_id": interview_id, "resume_id": interview_id,
    }  # fmt: skip
    from nicegui import app as pages

    found = set()
    for route in (*_flat(app.routes), *_flat(pages.routes)):
        if "GET" in (route.methods or ()) and not route.path.startswith("/_nicegui"):
            path = route.path
            for name, value in holes.items():
                path = path.replace("{" + name + "}", value)
            if "{" not in path:
                found.add(path)
    own = {f"/interview/{interview_id}", f"/interviews/{interview_id}/report", f"/i/{token}"}
    assert found >= own | {f"/api/v1/interviews/{interview_id}/report"}
    return sorted(found)


def _flat(routes: Iterable[Any]) -> Iterator[Route]:
    for route in routes:
        if isinstance(route, Route):
            yield route
        elif router := getattr(route, "original_router", None):  # how FastAPI keeps an included router
            yield from _flat(router.routes)
