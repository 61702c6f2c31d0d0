"""Every failure at the edge: problem+json for programs, a page for people, an incident id for us."""

from __future__ import annotations

import html
import re
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from neurohire.asset_files import asset_url
from neurohire.errors import DomainError, NotAllowed, NotFound, Rejected, TooMany, Unavailable
from neurohire.observability import note_incident

Handler = Callable[[Request, Any], Awaitable[Response]]

FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")
RETRY_SECONDS = "5"
UNEXPECTED_MESSAGE = "Something went wrong on our side. What you saved is safe; please try again."
MESSAGES = {
    401: ("not_signed_in", "Please sign in first."),
    403: (NotAllowed.code, NotAllowed.message),
    404: (NotFound.code, NotFound.message),
    405: ("method_not_allowed", "This address does not do that."),
    413: ("too_large", "This is larger than we accept. Please send less at once."),
    415: ("wrong_type", "This kind of content is not accepted here."),
    429: (TooMany.code, TooMany.message),
    503: (Unavailable.code, Unavailable.message),
}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title} · NeuroHire</title>
<link rel="stylesheet" href="{theme}"><style>
body{{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--canvas)}}
main{{max-width:440px;margin:24px;padding:32px;border:1px solid var(--line);border-radius:var(--radius-card)}}
main{{background:var(--surface);color:var(--ink);font:var(--text)}}h1{{font:var(--heading);margin:0 0 8px}}
p{{margin:0 0 16px}}small{{color:var(--muted)}}a{{color:var(--accent)}}
</style></head><body><main><h1>{title}</h1><p>{detail}</p>{incident}
<p><a href="/">Go to the start page</a></p>
</main></body></html>"""
TITLES = {404: "Nothing here", 403: "Not allowed", 401: "Please sign in", 429: "One moment, please",
          500: "Something went wrong", 503: "One moment, please"}  # fmt: skip


def answer(
    connection: HTTPConnection,
    status: int,
    code: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """The failure in the form the asker reads."""
    headers = dict(headers or {}) | ({"Retry-After": RETRY_SECONDS} if status == 503 else {})
    if wants_page(connection):
        return HTMLResponse(_page(status, detail, more.get("incident")), status, headers)
    body = {"type": f"urn:neurohire:problem:{code}", "title": _phrase(status), "status": status}
    return JSONResponse(
        {**body, "code": code, "detail": detail, **more}, status, headers, "application/problem+json"
    )


def wants_page(connection: HTTPConnection) -> bool:
    """A browser that opens an address; programs and our own fetches get JSON."""
    path = connection.scope.get("root_path", "") + connection.scope["path"]
    return "text/html" in connection.headers.get("accept", "") and not path.startswith(("/api/", "/ws/"))


async def domain_error(request: Request, error: DomainError) -> Response:
    return answer(request, error.status, error.code, error.message)


async def http_error(request: Request, error: HTTPException) -> Response:
    """Raised by the framework (404, 405 …); its own text is not shown."""
    if error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    code, detail = MESSAGES.get(error.status_code, ("error", DomainError.message))
    return answer(request, error.status_code, code, detail, headers=error.headers)


async def invalid_input(request: Request, error: RequestValidationError) -> Response:
    """Names the fields, never what was in them."""
    found = {_field(entry) for entry in error.errors()} - {""}
    return answer(request, 422, "invalid_input", Rejected.message, fields=sorted(found))


async def unexpected(request: HTTPConnection, error: Exception) -> Response:
    """A bug or a broken part: an id that the log has too, and nothing else."""
    incident = note_incident(error)
    return answer(request, 500, "unexpected", UNEXPECTED_MESSAGE, incident=incident)


HANDLERS: dict[int | type[Exception], Handler] = {
    DomainError: domain_error,
    HTTPException: http_error,
    RequestValidationError: invalid_input,
}
PAGE_HANDLERS: dict[int | type[Exception], Handler] = {**HANDLERS, 404: http_error, Exception: unexpected}


class CatchUnexpected:
    """Innermost, so that the answer to a bug gets our headers; Starlette's own handler is outside them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        has_started = False

        async def watched(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if has_started:  # too late for an answer; the server closes what is unfinished
                note_incident(error)
                return None
            await (await unexpected(HTTPConnection(scope), error))(scope, receive, send)


router = APIRouter(include_in_schema=False)


@router.api_route("/api/{path:path}", methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def unknown_api(path: str) -> Response:
    """Else NiceGUI would build a page for every mistyped address; include it after all other /api routes."""
    raise NotFound()


def _field(entry: Mapping[str, Any]) -> str:
    place = entry.get("loc", ())
    # the key of an unknown field is the sender's own text
    is_ours = len(place) > 1 and isinstance(place[1], str) and entry.get("type") != "extra_forbidden"
    return place[1] if is_ours and FIELD.fullmatch(place[1]) else ""


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Error"


def _page(status: int, detail: str, incident: Any) -> str:
    note = f"<p><small>If you write to us, quote {html.escape(incident)}.</small></p>" if incident else ""
    return PAGE.format(
        title=TITLES.get(status, "That did not work"),
        detail=html.escape(detail),
        incident=note,
        theme=asset_url("css/theme.css"),
    )
