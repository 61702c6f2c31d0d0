"""Every route, page and socket as seven kinds of visitor; a route without a row here fails.

"No right" and "does not exist" must look the same: each hidden thing is asked for twice, with its own
id and with one that does not exist, and both answers are compared.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx
import itsdangerous
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from neurohire import clock
from neurohire.api import sandbox
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.media_store import StoredFile
from neurohire.models.answers import Recording, RecordingChunk
from neurohire.models.call_takes import CallPiece, CallTake
from neurohire.models.interviews import Interview
from neurohire.models.users import ApiToken, User
from neurohire.services import api_tokens, conduct, entrance, incidents, login_sessions, question_pool
from neurohire.services.incidents import Worst
from neurohire.settings import Settings
from neurohire.vocabulary import Admission, DataKind, IncidentKind, InterviewState, Role, Scope
from tests import people, pool
from tests.camera_frames import picture
from tests.conftest import ORIGIN
from tests.resumes.made import pdf, written
from tests.rooms.resumes import attach

ROLES = (
    *("anonymous", "other_candidate", "own_candidate", "other_recruiter", "own_recruiter", "admin"),
    "candidate_account",  # of the own candidate, in a browser that has entered no interview
)
STAFF = {"other_recruiter", "own_recruiter", "admin"}
OWNERS = {"own_recruiter", "admin"}
CHUNK = {"content": b"audio", "headers": {"content-type": "audio/webm"}}


@dataclass(frozen=True)
class Row:
    """Who gets through; everybody else gets `refused` (a status, or "hidden": like a missing thing)."""

    to: frozenset[str]
    refused: dict[str, int] = field(default_factory=dict)  # by role; default: hidden (404)
    ok: frozenset[int] = frozenset({200})
    send: dict[str, Any] = field(default_factory=dict)


def row(
    *to: str | set[str], refused: dict[str, int] | None = None, ok: tuple[int, ...] = (200,), **send: Any
) -> Row:
    names = {name for group in to for name in ({group} if isinstance(group, str) else group)}
    return Row(frozenset(names), refused or {}, frozenset(ok), send)


EVERYBODY = set(ROLES)
NO_STAFF = {"anonymous": 401, "other_candidate": 401, "own_candidate": 401}  # REST: sign in first
TO_LOGIN = {"anonymous": 303, "other_candidate": 303, "own_candidate": 303}  # pages: to the log-in
FORM = {"data": {"job_description": "Engineer"}, "files": [("resumes", ("a.txt", b"too short"))]}
SETTINGS = ("", "/limits", "/candidates", "/storage", "/tokens", "/connections", "/health", "/changes")

RESUME: dict[str, Any] = {
    "content": b"Kim Example\nPython for six years\n",
    "headers": {"x-file-name": "kim.txt"},
}
FRAME = picture()
QUESTIONS = b'{"format": "neurohire-questions", "version": 1, "questions": []}'

MATRIX: dict[tuple[str, str], Row] = {
    ("GET", "/healthz"): row(EVERYBODY),
    ("GET", "/readyz"): row(EVERYBODY),
    ("GET", "/metrics"): row("admin", refused=NO_STAFF | {"own_recruiter": 403, "other_recruiter": 403}),
    ("GET", "/openapi.json"): row(EVERYBODY),
    ("GET", "/docs"): row(EVERYBODY),
    ("GET", "/sandbox/run"): row(EVERYBODY),
    ("GET", "/sandbox/files/{digest}/{name}"): row(EVERYBODY),
    ("GET", "/api/{path:path}"): row(refused=dict.fromkeys(ROLES, 404)),
    # REST
    ("POST", "/api/v1/interviews/generate"): row(STAFF, refused=NO_STAFF, **FORM),
    ("GET", "/api/v1/interviews"): row(STAFF, refused=NO_STAFF),
    ("GET", "/api/v1/interviews.csv"): row(STAFF, refused=NO_STAFF),
    ("GET", "/api/v1/interviews/{interview_id}"): row(OWNERS, refused=NO_STAFF),
    ("GET", "/api/v1/interviews/{interview_id}/report"): row(OWNERS, refused=NO_STAFF),
    ("GET", "/api/v1/interviews/{interview_id}/documents/{document_id}/history"): row(
        OWNERS, refused=NO_STAFF
    ),
    ("GET", "/api/v1/interviews/{interview_id}/calendar.ics"): row(OWNERS, refused=NO_STAFF),
    ("GET", "/api/v1/interviews/{interview_id}/notes"): row(OWNERS, refused=NO_STAFF),
    ("GET", "/api/v1/positions/{position_id}/links.csv"): row(OWNERS, refused=NO_STAFF),
    ("POST", "/api/v1/positions/{position_id}/resumes"): row(
        OWNERS, refused=NO_STAFF, ok=(201,), content=b"hello"
    ),
    ("GET", "/api/v1/resumes/{resume_id}/file"): row(OWNERS, refused=NO_STAFF),
    ("GET", "/api/v1/candidates"): row(STAFF, refused=NO_STAFF),
    ("GET", "/api/v1/candidates/{candidate_id}"): row(OWNERS, refused=NO_STAFF),
    ("POST", "/api/v1/candidates/resumes"): row(STAFF, refused=NO_STAFF, ok=(201,), **RESUME),
    ("POST", "/api/v1/candidates/{candidate_id}/resumes"): row(
        OWNERS, refused=NO_STAFF, ok=(201, 422), **RESUME
    ),
    ("GET", "/api/v1/questions.json"): row(STAFF, refused=NO_STAFF),
    ("GET", "/api/v1/questions.csv"): row(STAFF, refused=NO_STAFF),
    ("POST", "/api/v1/questions"): row(STAFF, refused=NO_STAFF, ok=(201,), content=QUESTIONS),
    ("PUT", "/api/v1/interviews/{interview_id}/recordings/{recording_id}/chunks/{number}"): row(
        "own_candidate", ok=(204,), params={"question": "{question_id}"}, **CHUNK
    ),
    ("POST", "/api/v1/interviews/{interview_id}/recordings/{recording_id}/end"): row(
        "own_candidate", ok=(204,), json={"chunks": 1}
    ),
    ("GET", "/api/v1/interviews/{interview_id}/recordings/{recording_id}"): row("own_candidate", OWNERS),
    ("GET", "/api/v1/interviews/{interview_id}/questions/{question_id}/speech"): row(
        "own_candidate", ok=(200, 204)
    ),
    ("POST", "/api/v1/voices/sample"): row(
        "admin", refused=NO_STAFF | {"own_recruiter": 403, "other_recruiter": 403}, ok=(200, 503), json={}
    ),
    # ways in: forms of our own with a CSRF token (their own tests); without one nobody gets through
    ("GET", "/login"): row(EVERYBODY, ok=(200, 303)),
    ("POST", "/login"): row(refused=dict.fromkeys(ROLES, 403), data={"email": "a", "password": "b"}),
    ("POST", "/logout"): row(EVERYBODY, ok=(303,)),  # without the form's token it only leads home
    ("GET", "/setup"): row(refused=dict.fromkeys(ROLES, 404)),
    ("POST", "/setup"): row(refused=dict.fromkeys(ROLES, 403), data={"token": "x"}),
    ("GET", "/join/{token}"): row(refused=dict.fromkeys(ROLES, 404)),  # an invitation's token is not one
    ("POST", "/join/{token}"): row(refused=dict.fromkeys(ROLES, 404), data={"password": "long enough"}),
    # the team's pages
    ("GET", "/"): row(STAFF, refused=TO_LOGIN | {"candidate_account": 303}),
    ("GET", "/search"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/positions"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/interviews"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/account"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/users"): row("admin", refused=TO_LOGIN),
    ("GET", "/positions/new"): row(STAFF, refused=TO_LOGIN),
    ("POST", "/positions/description"): row(
        STAFF, refused=NO_STAFF | {"candidate_account": 401}, ok=(422,), content=b""
    ),
    ("GET", "/positions/{position_id}"): row(OWNERS, refused=TO_LOGIN),
    ("GET", "/positions/{position_id}/settings"): row(OWNERS, refused=TO_LOGIN),
    ("GET", "/positions/{position_id}/questions"): row(OWNERS, refused=TO_LOGIN),
    ("GET", "/candidates"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/candidates/new"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/candidates/{candidate_id}"): row(OWNERS, refused=TO_LOGIN),
    ("GET", "/questions"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/questions/new"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/questions/duplicates"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/questions/{pool_id}/edit"): row(OWNERS, refused=TO_LOGIN),
    ("GET", "/interviews/{interview_id}"): row(OWNERS, refused=TO_LOGIN),
    ("GET", "/interviews/new"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/interviews/week"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/interviews/{interview_id}/schedule"): row(OWNERS, refused=TO_LOGIN),
    ("GET", "/interviews/{interview_id}/report"): row(OWNERS, refused=TO_LOGIN),
    **{("GET", f"/settings{section}"): row("admin", refused=TO_LOGIN) for section in SETTINGS},
    ("GET", "/favicon.ico"): row(EVERYBODY),
    # the candidate's own page; its forms have a CSRF token (their own tests), without one nothing happens
    ("GET", "/my"): row(EVERYBODY),
    ("POST", "/i/{token}/my"): row(EVERYBODY, ok=(303,)),
    ("POST", "/my/interviews/{interview_id}/enter"): row(EVERYBODY, ok=(303,)),
    ("POST", "/my/interviews/{interview_id}/another-time"): row(
        "own_candidate", "candidate_account", refused=dict.fromkeys(ROLES, 403), ok=(403,)
    ),
    ("POST", "/my/interviews/{interview_id}/keep-time"): row(EVERYBODY, ok=(303,)),
    ("POST", "/my/password"): row(EVERYBODY, ok=(303,)),
    ("GET", "/api/v1/my/resumes/{resume_id}/file"): row("own_candidate", "candidate_account"),
    # the candidate's pages
    ("GET", "/i/{token}"): row(EVERYBODY),
    ("GET", "/i/{token}/interview.ics"): row(EVERYBODY),
    ("POST", "/i/{token}"): row(EVERYBODY, ok=(200, 303, 403)),  # without the form's token: the page again
    ("GET", "/interview/{interview_id}"): row("own_candidate"),
    ("GET", "/interview/{interview_id}/welcome"): row("own_candidate", ok=(200, 303)),
    ("POST", "/interview/{interview_id}/welcome"): row("own_candidate", ok=(303,)),
    ("GET", "/interview/{interview_id}/check"): row("own_candidate", ok=(200, 303)),
    ("GET", "/interview/{interview_id}/done"): row("own_candidate", ok=(200, 303)),
    ("POST", "/interview/{interview_id}/done"): row("own_candidate", ok=(303, 403)),
    ("GET", "/interview/{interview_id}/answers.txt"): row("own_candidate", ok=(200, 303)),
    # of a live interview; the admin does not interview here, and the candidate is not let in yet
    ("GET", "/api/v1/interviews/{interview_id}/chat"): row(OWNERS),
    ("GET", "/api/v1/interviews/{interview_id}/resume"): row("own_recruiter"),
    ("GET", "/api/v1/interviews/{interview_id}/resume/file"): row("own_recruiter"),
    ("GET", "/api/v1/interviews/{interview_id}/resume/pages/{page}"): row("own_recruiter"),
    ("GET", "/api/v1/interviews/{interview_id}/resume/pages/{page}/picture"): row("own_recruiter"),
    ("GET", "/api/v1/interviews/{interview_id}/room/questions"): row(OWNERS, refused=NO_STAFF),
    ("GET", "/api/v1/interviews/{interview_id}/room/bank"): row(OWNERS, refused=NO_STAFF),
    # of a recorded one that is over: each sends only his own takes, here the interviewer's
    ("PUT", "/api/v1/interviews/{interview_id}/call-recordings/{take_id}/pieces/{number}"): row(
        "own_recruiter", ok=(204,), content=b"sound", headers={"content-type": "video/webm"}
    ),
    ("POST", "/api/v1/interviews/{interview_id}/call-recordings/{take_id}/end"): row(
        "own_recruiter", ok=(204,), json={"pieces": 1}
    ),
    ("GET", "/api/v1/interviews/{interview_id}/call-recordings/{take_id}"): row(OWNERS),
    # checks of the camera: nobody wished them here, so the candidate is told that they are not wanted
    ("POST", "/api/v1/interviews/{interview_id}/frames"): row(
        "own_candidate", ok=(409,), params={"number": "0"}, content=FRAME
    ),
    ("GET", "/api/v1/incidents/{incident_id}/evidence"): row(OWNERS, refused=NO_STAFF),
    # the live room: before he is let in, the candidate is led to the waiting room
    ("GET", "/rooms/{interview_id}"): row(OWNERS, refused=TO_LOGIN),
    ("GET", "/interview/{interview_id}/waiting"): row("own_candidate", ok=(200, 303)),
    ("GET", "/interview/{interview_id}/room"): row("own_candidate", ok=(303,)),
    ("GET", "/network-check"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/how-reliable"): row(STAFF, refused=TO_LOGIN),
    ("GET", "/interview/{interview_id}/network"): row("own_candidate"),
}
# asked for with a live interview; the others with one that a candidate takes alone
LIVE = {
    "/api/v1/interviews/{interview_id}/calendar.ics",
    "/api/v1/interviews/{interview_id}/notes",
    "/interviews/{interview_id}/schedule",
    "/i/{token}/interview.ics",
    "/rooms/{interview_id}",
    "/api/v1/interviews/{interview_id}/chat",
    "/api/v1/interviews/{interview_id}/resume",
    "/api/v1/interviews/{interview_id}/resume/file",
    "/api/v1/interviews/{interview_id}/resume/pages/{page}",
    "/api/v1/interviews/{interview_id}/resume/pages/{page}/picture",
    "/api/v1/interviews/{interview_id}/room/questions",
    "/api/v1/interviews/{interview_id}/room/bank",
    "/interview/{interview_id}/waiting",
    "/interview/{interview_id}/room",
    "/interview/{interview_id}/network",
}
HELD = "/call-recordings/"  # in the addresses that are asked for with a live interview that is over
SOCKETS: dict[str, tuple[set[str], dict[str, int]]] = {
    "/ws/interviews/{interview_id}": ({"own_candidate", *OWNERS}, {"anonymous": 4401}),
    "/ws/documents/{document_id}": ({"own_candidate", *OWNERS}, {"anonymous": 4401}),
    "/ws/my": (EVERYBODY - {"anonymous"}, {"anonymous": 4401}),  # only whether one's own page is another
}
NO_RIGHT = 4403


@dataclass
class World:
    """Ids that exist, and a client per visitor."""

    ids: dict[str, str]
    clients: dict[str, httpx.AsyncClient]
    cookies: dict[str, str]


@pytest.fixture
async def world(app: FastAPI, settings: Settings) -> AsyncIterator[World]:
    state = app.state.neurohire
    ids, tokens = await state.database.transact(_populate)
    await state.database.transact(_own_the_files, ids, state.media.put(b"a resume or a sound"))
    resume = pdf(settings.data_dir / "resume.pdf", written("Ana Ruiz"))
    stored = state.media.put(resume.read_bytes())
    await state.database.transact(attach, ids["live_id"], resume, stored)
    cookies = {role: session_cookie(settings, token) for role, token in tokens.items()}
    transport = httpx.ASGITransport(app)
    clients = {
        role: httpx.AsyncClient(
            transport=transport,
            base_url=ORIGIN,
            headers={"origin": ORIGIN, "accept": "text/html"}
            | ({"cookie": f"session={cookies[role]}"} if role in cookies else {}),
        )
        for role in ROLES
    }
    yield World(ids, clients, cookies)
    for client in clients.values():
        await client.aclose()


def _populate(db: Any) -> tuple[dict[str, str], dict[str, str]]:
    own, other, admin = (
        people.make_actor(db, f"{name}@example.org", role)
        for name, role in (("own", Role.RECRUITER), ("other", Role.RECRUITER), ("admin", Role.ADMIN))
    )
    position = people.make_position(db, own)
    interview_id = people.make_interview(db, own, position, "kim@example.org")
    token, grant = people.enter(db, own, interview_id)
    conduct.start(db, grant)
    _go_to_code(db, grant)
    view = conduct.view(db, grant)
    assert view.turn and view.turn.document_id
    foreign = people.make_position(db, other)
    foreign_interview = people.make_interview(db, other, foreign, "lee@example.org", "Lee Other")
    other_token, _ = people.enter(db, other, foreign_interview)
    recording_id = str(uuid.uuid4())
    db.add(
        Recording(
            id=recording_id,
            interview_id=interview_id,
            interview_question_id=view.turn.question_id,
            media_type="audio/webm",
            started_at=view.server_time,
        )
    )
    live_id = people.make_live(db, own, position.id)
    _enter_live(db, own, live_id, token)
    ids = {
        "interview_id": interview_id,
        "live_id": live_id,
        "live_token": people.link_token(db, own, live_id),
        **_held(db, own, position.id, token),
        "position_id": position.id,
        "resume_id": people.resume_of(db, interview_id),
        "question_id": view.turn.question_id,
        "document_id": view.turn.document_id,
        "recording_id": recording_id,
        "candidate_id": grant.candidate_id,
        "number": "0",
        "page": "1",
        "path": "no/such/thing",
        "digest": sandbox.digest_of("pyodide-lock.json"),
        "name": "pyodide-lock.json",
        "token": people.link_token(db, own, interview_id),
        "pool_id": question_pool.add(db, own, pool.own()).id,
    }
    tokens = {"own_candidate": token, "other_candidate": other_token}
    account = people.make_actor(db, "kim@example.org", Role.CANDIDATE)
    db.get_one(User, account.user_id).candidate_id = grant.candidate_id
    tokens["candidate_account"] = login_sessions.log_in(db, account.user_id, "", "test")
    for role, actor in (("own_recruiter", own), ("other_recruiter", other), ("admin", admin)):
        tokens[role] = login_sessions.log_in(db, actor.user_id, "", "test")
    return ids, tokens


def _enter_live(db: Any, actor: Actor, live_id: str, token: str) -> None:
    """It is about to begin, and the same browser has agreed to it."""
    live = db.get(Interview, live_id)
    live.scheduled_at = clock.now()
    db.flush()
    entrance.enter(db, people.link_token(db, actor, live_id), token, "test")
    entrance.give_consent(db, login_sessions.identify(db, token).grants[live_id], set(DataKind))


def _held(db: Any, actor: Actor, position_id: str, token: str) -> dict[str, str]:
    """A recorded live interview that is over, with the interviewer's take; the candidate was in it."""
    held_id, take_id, now = (
        people.make_live(db, actor, position_id, "kim@example.org"),
        str(uuid.uuid4()),
        clock.now(),
    )
    held = db.get(Interview, held_id)
    held.is_recorded = True
    _enter_live(db, actor, held_id, token)
    held.state, held.admission = InterviewState.SUBMITTED, Admission.ADMITTED
    held.started_at = held.submitted_at = now
    db.add(
        CallTake(
            id=take_id,
            interview_id=held_id,
            person=actor.journal_name,
            media_type="video/webm",
            started_at=now,
        )
    )
    return {"held_id": held_id, "take_id": take_id}


def _go_to_code(db: Any, grant: Any) -> None:
    """Skip until the coding question is on, so that there is a document."""
    while (turn := conduct.view(db, grant).turn) and not turn.document_id:
        conduct.skip(db, grant, turn.question_id)


def _own_the_files(db: Any, ids: dict[str, str], stored: StoredFile) -> None:
    people.give_file(db, ids["resume_id"], stored)
    chunk = RecordingChunk(recording_id=ids["recording_id"], number=7, at=clock.now(), **asdict(stored))
    db.add(chunk)
    at = clock.now()
    worst = Worst(1.0, stored.sha256, at)
    ids["incident_id"] = incidents.open_one(db, ids["interview_id"], IncidentKind.NO_FACE, at, worst)
    db.add(CallPiece(take_id=ids["take_id"], number=7, until=24.0, at=clock.now(), **asdict(stored)))


def session_cookie(settings: Settings, token: str) -> str:
    """What the browser would hold after log-in."""
    data = base64.b64encode(json.dumps({"id": str(uuid.uuid4()), "token": token}).encode())
    return itsdangerous.TimestampSigner(settings.secret_key()).sign(data).decode()


def all_routes(routes: Any) -> Iterator[tuple[str, str]]:
    """(method or WS, path) of everything the app answers, NiceGUI's own plumbing left out."""
    for route in routes:
        kind = type(route).__name__
        if kind == "_IncludedRouter":
            yield from all_routes(route.original_router.routes)
        elif kind == "Mount" and not route.path:
            yield from all_routes(route.app.routes)
        elif kind == "APIWebSocketRoute":
            yield "WS", route.path
        elif kind != "Mount" and not route.path.startswith("/_nicegui"):
            for method in sorted(set(route.methods) - {"HEAD", "OPTIONS"}):
                yield method, route.path


def test_every_route_has_a_row(app: FastAPI) -> None:
    found = {
        (method, path)
        for method, path in all_routes(app.routes)
        if not (path == "/api/{path:path}" and method != "GET")
    }
    pages = {(method, path) for method, path in found if method != "WS"}
    assert {path for method, path in found if method == "WS"} == set(SOCKETS)
    assert pages - set(MATRIX) == set(), "routes without a row"
    assert set(MATRIX) - pages == set(), "rows without a route"


@pytest.mark.parametrize("role", ROLES)
async def test_routes(world: World, role: str) -> None:
    wrong = []
    for (method, path), expected in MATRIX.items():
        own = await ask(world.clients[role], method, path, expected, world.ids)
        if role in expected.to:
            if own.status_code not in expected.ok:
                wrong.append(f"{role} {method} {path}: {own.status_code} {own.text[:200]}")
            continue
        status = expected.refused.get(role, 404)
        if own.status_code != status:
            wrong.append(f"{role} {method} {path}: {own.status_code}, not {status}")
        if "{" not in path:
            continue
        missing = {name: _missing(name, value) for name, value in world.ids.items()}
        nothing = await ask(world.clients[role], method, path, expected, missing)
        if shape(own, world.ids) != shape(nothing, missing):
            wrong.append(f"{role} {method} {path}: a foreign thing looks other than a missing one")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
async def test_sockets(app: FastAPI, world: World, role: str) -> None:
    for path, (allowed, refused) in SOCKETS.items():
        cookie = world.cookies.get(role)
        code = await socket_outcome(app, path.format(**world.ids), cookie)
        missing = {name: _missing(name, value) for name, value in world.ids.items()}
        if role in allowed:
            assert code == 0, (role, path, code)
        else:
            assert code == refused.get(role, NO_RIGHT), (role, path, code)
            assert await socket_outcome(app, path.format(**missing), cookie) == code


async def test_sockets_refuse_foreign_pages(app: FastAPI, world: World) -> None:
    for path in SOCKETS:
        for origin in ("https://evil.example", None):
            code = await socket_outcome(app, path.format(**world.ids), world.cookies["own_candidate"], origin)
            assert code == NO_RIGHT


async def test_a_bearer_token_acts_as_its_user(app: FastAPI, world: World) -> None:
    database: Database = app.state.neurohire.database
    path = f"/api/v1/interviews/{world.ids['interview_id']}"
    for name, status in (("own", 200), ("other", 404), ("admin", 200)):
        token = await database.transact(api_tokens.create_for, f"{name}@example.org")
        headers = {"authorization": f"Bearer {token}"}
        assert (await world.clients["anonymous"].get(path, headers=headers)).status_code == status
    headers = {"authorization": "Bearer nh_wrong"}
    assert (await world.clients["anonymous"].get(path, headers=headers)).status_code == 401


@pytest.mark.parametrize("scope", [*Scope, "all", "expired", "revoked"])
async def test_every_route_holds_a_token_to_its_scopes(app: FastAPI, world: World, scope: str) -> None:
    """An admin's token: whatever it may not do is refused with 403, an ended one like a stranger."""
    database: Database = app.state.neurohire.database
    scopes = tuple(Scope) if scope in ("all", "expired", "revoked") else (Scope(scope),)
    token = await database.transact(api_tokens.create_for, "admin@example.org", "", scopes, 1)
    await database.transact(_end_tokens, scope)
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    seen = []
    for (method, path), expected in MATRIX.items():
        if expected.refused.get("anonymous") != 401 or not path.startswith(("/api/", "/metrics")):
            continue
        answer = await ask(world.clients["anonymous"], method, path, expected, world.ids, headers)
        needed = {Scope.READ if method == "GET" else Scope.WRITE} | (
            {Scope.ADMIN} if path in ("/metrics", "/api/v1/voices/sample") else set()
        )
        if scope in ("expired", "revoked"):
            assert answer.status_code == 401, (method, path)
        elif needed <= set(scopes):
            assert answer.status_code in expected.ok, (method, path, answer.text)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "out_of_scope"), (method, path)
        seen.append(needed)
    assert {Scope.READ} in seen and {Scope.WRITE} in seen and {Scope.READ, Scope.ADMIN} in seen
    for path, (allowed, _) in SOCKETS.items():
        code = await socket_outcome(app, path.format(**world.ids), None, ORIGIN, token)
        assert "admin" in allowed
        refused = 4401 if scope in ("expired", "revoked") else NO_RIGHT
        assert code == (0 if scope in ("read", "all") else refused), path


def _end_tokens(db: Any, how: str) -> None:
    for row in db.scalars(select(ApiToken)):
        if how == "expired":
            row.expires_at = clock.now()
        if how == "revoked":
            row.revoked_at = clock.now()


async def ask(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    expected: Row,
    ids: dict[str, str],
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    send = dict(expected.send)
    if path in LIVE:
        ids = ids | {"interview_id": ids["live_id"], "token": ids["live_token"]}
    if HELD in path:
        ids = ids | {"interview_id": ids["held_id"]}
    if headers:
        send["headers"] = headers | send.get("headers", {})
    if "params" in send:
        send["params"] = {key: value.format(**ids) for key, value in send["params"].items()}
    return await client.request(method, re.sub(r":path\}", "}", path).format(**ids), **send)


def shape(answer: httpx.Response, ids: dict[str, str]) -> tuple[int, str]:
    """Status and text without what differs by its nature (ids that were asked for, nonces)."""
    text = answer.text + answer.headers.get("location", "")
    for value in sorted(ids.values(), key=len, reverse=True):
        if len(value) > 8:
            text = text.replace(value, "ID")
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID", text)
    return answer.status_code, re.sub(r'nonce="[^"]*"|value="[\w-]{20,}"|\d{10,}', "", text)


def _missing(name: str, value: str) -> str:
    if name in ("number", "page", "path", "digest", "name"):
        return value
    return "A" * len(value) if name in ("token", "live_token") else str(uuid.UUID(int=7, version=4))


async def socket_outcome(
    app: FastAPI, path: str, cookie: str | None, origin: str | None = ORIGIN, bearer: str = ""
) -> int:
    """The code a socket is closed with, or 0 when it lets one in."""
    headers = [(b"host", b"test")]
    if cookie:
        headers.append((b"cookie", f"session={cookie}".encode()))
    if bearer:
        headers.append((b"authorization", f"Bearer {bearer}".encode()))
    if origin:
        headers.append((b"origin", origin.encode()))
    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"page=matrix",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
        "scheme": "ws",
        "subprotocols": [],
    }
    incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    outgoing: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    incoming.put_nowait({"type": "websocket.connect"})
    incoming.put_nowait({"type": "websocket.receive", "text": '{"type":"hello","since":0}'})
    serving = asyncio.create_task(app(scope, incoming.get, outgoing.put))
    try:
        async with asyncio.timeout(10):
            while True:
                message = await outgoing.get()
                if message["type"] == "websocket.close":
                    return int(message["code"])
                if message["type"] == "websocket.send":
                    return 0
    finally:
        incoming.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait({serving}, timeout=5)
        serving.cancel()
