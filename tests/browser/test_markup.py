"""Names, answers and code full of markup, formulas, right-to-left marks and emoji are text everywhere."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from playwright.async_api import Browser, Page, expect
from sqlmodel import Session

from neurohire.auth.actors import Actor, CandidateGrant
from neurohire.database import Database
from neurohire.models.users import User
from neurohire.services import accounts, conduct, decisions, grading, operations, question_sets
from neurohire.services.operations import Operation
from neurohire.settings import get_settings
from neurohire.vocabulary import Outcome, QuestionType, Role
from tests import people
from tests.live_server import LiveServer

PWN = '<img src=x onerror=window.pwn=1><script>window.pwn=1</script>"\' :icon="window.pwn=1" {{constructor}}'
NAME = f'=HYPERLINK("x") \u202eevil\u202c 🦊 {PWN}'[:118]
TEXT = f"{PWN}\n=1+1\n\u202eright to left\u202c 🦊 javascript:window.pwn=1 [x](javascript:window.pwn=1)"


async def test_markup_is_text_everywhere(tmp_path: Path, browser: Browser, settings: object) -> None:
    server = LiveServer(tmp_path, SECRET="s" * 48)
    try:
        await server.start()
        database = Database(f"sqlite:///{server.data_dir / 'neurohire.db'}")
        ids = await database.transact(_populate)
        pages = [
            "/",
            "/positions",
            f"/positions/{ids['position']}",
            f"/positions/{ids['position']}/settings",
            "/interviews",
            f"/interviews/{ids['interview']}",
            f"/interviews/{ids['interview']}/report",
            f"/interviews/{ids['open']}",
        ]
        recruiter = await _signed_in(browser, server)
        for path in pages:
            await recruiter.goto(server.url + path)
            await recruiter.locator("h1").first.wait_for()
            assert await recruiter.evaluate("window.pwn") is None, path
        body = await recruiter.locator("body").inner_text()
        assert "onerror=window.pwn=1" in body  # it is there, as text
        await recruiter.goto(f"{server.url}/interviews/{ids['interview']}/report")
        await expect(recruiter.get_by_text("javascript:window.pwn=1").first).to_be_visible()
        answer = await recruiter.request.get(f"{server.url}/api/v1/positions/{ids['position']}/links.csv")
        rows = list(csv.reader(io.StringIO((await answer.body()).decode("utf-8-sig"))))
        assert len(rows) == 2
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
        candidate = await (await browser.new_context()).new_page()
        await candidate.goto(f"{server.url}/i/{ids['token']}")
        await candidate.get_by_role("button", name="Continue").click()
        for path in ("welcome", "check", ""):
            await candidate.goto(f"{server.url}/interview/{ids['open']}/{path}".rstrip("/"))
            await candidate.locator("h1").first.wait_for()
            assert await candidate.evaluate("window.pwn") is None, path
        database.close()
    finally:
        server.kill()


async def _signed_in(browser: Browser, server: LiveServer) -> Page:
    page = await (await browser.new_context()).new_page()
    await page.goto(server.url + "/login")
    await page.locator("input[name=email]").fill("ada@example.org")
    await page.locator("input[name=password]").fill(people.PASSWORD)
    await page.locator("button[type=submit]").last.click()
    await page.wait_for_url(server.url + "/")
    return page


def _populate(db: Session) -> dict[str, str]:
    get_settings.cache_clear()
    view = accounts.create_user(db, "ada@example.org", f"Ada {PWN}"[:100], Role.ADMIN, people.PASSWORD)
    user = db.get(User, view.id)
    assert user is not None
    actor = accounts.actor(user)
    form = people.position_form().model_copy(
        update={"title": f"Engineer {PWN}"[:150], "description": TEXT, "skills": [PWN[:60], "Python"]}
    )
    position = people.positions.create(db, actor, form)
    interview = people.make_interview(db, actor, position, "kim@example.org", NAME)
    own = people.make_interview(db, actor, position, "lee@example.org", NAME)
    question_sets.add_own(db, actor, own, TEXT, QuestionType.TECHNICAL)
    _answer(db, actor, interview)
    return {
        "position": position.id,
        "interview": interview,
        "open": own,
        "token": people.link_token(db, actor, own),
    }


def _answer(db: Session, actor: Actor, interview_id: str) -> None:
    _, grant = people.enter(db, actor, interview_id)
    conduct.start(db, grant)
    seq = 0
    while turn := conduct.view(db, grant).turn:
        seq += 1
        body = {"question_id": turn.question_id, "follow_up": turn.follow_up, "text": TEXT}
        _send(db, grant, seq, "answer_done", body)
    _send(db, grant, seq + 1, "interview_submit", {})
    while question := grading.next_ungraded(db, interview_id):
        grading.grade_question(db, question)
    grading.finish(db, interview_id)
    decisions.decide(db, actor, interview_id, Outcome.HOLD, TEXT)


def _send(db: Session, grant: CandidateGrant, seq: int, kind: str, body: dict[str, object]) -> None:
    operation = Operation(type="op", client_id="markup-test", client_seq=seq, kind=kind, body=body)
    operations.apply_once(db, grant, operation)
