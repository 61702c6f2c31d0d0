"""A gallery of every piece, for looking at: NEUROHIRE_PORT=8099 python -m tests.pages.gallery; also the pages of test_design.py."""

# ruff: noqa: E501  (words to look at)
from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from nicegui import storage, ui
from starlette.middleware.sessions import SessionMiddleware

from components import static_pages
from components.copy_link import CopyLink
from components.data_table import DataTable
from components.dialogs import confirm, side_sheet
from components.fields import all_valid, area_field, number_field, select_field, text_field, tick_field
from components.file_drop import FileDrop
from components.icons import ASSETS
from components.layout import ShellUser, candidate_page, install_look, team_page
from components.meter import draw_meter
from components.people import Person
from components.pieces import (
    button,
    card,
    empty_state,
    facts,
    grid,
    line,
    link_button,
    link_tabs,
    note,
    page_header,
    saved_chip,
    skeleton,
    stack,
    status_chip,
    tag,
    text,
)
from components.quote import Quote
from components.score_bar import ScoreBar
from components.table import (
    Column,
    Empty,
    Filter,
    TablePage,
    TableQuery,
    Tool,
    chip_cell,
    date_cell,
    input_cell,
    link_cell,
    person_cell,
    progress_cell,
    text_cell,
    tools_cell,
)
from components.timeline_lane import Lane, Mark, TimelineLanes
from components.toast import toast
from neurohire.api.headers import PageHeaders
from neurohire.services.spending import CapabilityUse, Meter, MonthUse
from neurohire.settings import get_settings

USER = ShellUser("Mara Lindqvist", "mara@example.org", "Recruiter", "token")
HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }} \u202eevil"
STATES = [
    ("Live", "good"),
    ("Submitted", "accent"),
    ("Invited", "neutral"),
    ("Waiting", "attention"),
    ("Expired", "bad"),
]
NAMES = [
    "Ana Ruiz",
    "Jonas Weber",
    "Priya Natarajan",
    "Łukasz Żółtowski",
    "Chen Wei",
    HOSTILE,
    "Fatou Diallo",
]
COLUMNS = [
    Column("who", "Candidate", "person", sortable=True),
    Column("position", "Position", sortable=True),
    Column("state", "State", "chip"),
    Column("when", "Updated", "date", sortable=True),
    Column("score", "Score", "number", sortable=True),
    Column("link", "Link", "link"),
]


def interview_row(n: int) -> dict[str, object]:
    word, tone = STATES[n % 5]
    return {
        "id": f"i{n}",
        "href": f"/interviews/{n}",
        "who": person_cell(NAMES[n % 7], "ana.ruiz@example.org"),
        "position": text_cell("Senior Backend Engineer", "AI-led · 45 min"),
        "state": chip_cell(word, tone, moving=word == "Live"),
        "when": date_cell("Tue 24 Nov, 14:00", "Tue 24 Nov, 14:00 (Berlin) · 08:00 (New York)"),
        "score": f"{4 + n % 6}.{n % 10}" if n % 3 else "",
        "link": link_cell(f"https://interviews.example.org/i/{n}-Jx8s0aQ"),
    }


async def interviews(query: TableQuery) -> TablePage:
    found = [n for n in range(137) if query.search.lower() in NAMES[n % 7].lower()]
    if query.filters:
        found = [n for n in found if STATES[n % 5][0].lower() in query.filters]
    if query.sort:
        found.sort(key=lambda n: NAMES[n % 7], reverse=query.descending)
    rows = [interview_row(n) for n in found[query.offset : query.offset + query.size]]
    return TablePage(rows, len(found), {name.lower(): 27 for name, _ in STATES})


async def resumes(query: TableQuery) -> TablePage:
    columns = [
        ("Ana Ruiz", "ana.ruiz@example.org", "Ready", "good", ""),
        ("Jonas Weber", "", "Needs an e-mail", "attention", "No e-mail found: type one"),
    ]
    rows = [
        {
            "id": f"r{n}",
            "file": text_cell(f"resume-{name.lower().replace(' ', '-')}.pdf", "2 pages"),
            "name": input_cell(name, needed=False, label=f"Name of {name}"),
            "mail": input_cell(
                mail,
                needed=not mail,
                message=message,
                placeholder="name@example.org",
                label=f"E-mail of {name}",
                kind="email",
            ),
            "state": chip_cell(state, tone),
            "done": progress_cell("Reading" if n else "Done", 0.4 if n else 1),
            "tools": tools_cell(Tool("view", "View the text", "eye"), Tool("remove", "Remove", "remove")),
        }
        for n, (name, mail, state, tone, message) in enumerate(columns)
    ]
    return TablePage(rows, len(rows))


async def nothing(_: TableQuery) -> TablePage:
    return TablePage()


async def pieces(request: Request) -> None:
    with team_page("Gallery", active="positions", user=USER, live_now=2, request=request):
        with page_header(
            "Senior Backend Engineer",
            "Acme GmbH · AI-led, 45 minutes, 10 questions.",
            back=("Positions", "/positions"),
        ):
            button("Add resumes", kind="plain", icon="upload")
            button("Schedule live", kind="primary", icon="calendar")
        link_tabs(
            [
                ("Candidates", "/"),
                ("Questions", "/q"),
                ("Rubric", "/r"),
                ("Policy", "/p"),
                ("Analytics", "/a"),
            ],
            "Candidates",
        )
        FileDrop("/upload", csrf="token")
        resume_columns = [
            Column("file", "File"),
            Column("name", "Name", "input"),
            Column("mail", "E-mail", "input"),
            Column("state", "State", "chip"),
            Column("done", "Progress", "progress"),
            Column("tools", "Actions", "tools"),
        ]
        DataTable(
            resume_columns,
            resumes,
            label="Resumes",
            first=await resumes(TableQuery()),
            on_edit=lambda i, c, v: toast(f"{c} saved: {v}"),
            on_tool=lambda i, n: toast(n),
        )
        with page_header("Interviews"):
            pass
        start = replace(TableQuery(), search=request.query_params.get("search", ""))
        filters = [Filter(name.lower(), name) for name, _ in STATES]
        DataTable(
            COLUMNS,
            interviews,
            label="Interviews",
            first=await interviews(start),
            query=start,
            filters=filters,
            searches="Search by name or e-mail",
        )
        with card(plain=True):
            empty_state(
                "No candidates yet",
                "Drop resumes above, or add one by hand. Each gets questions of its own.",
                action="Add resumes",
                href="/add",
                picture="candidates",
            )
        with grid(two=True):
            form_card()
            report_card()
        draw_meter(meter_of(11))
        with card("Timeline"):
            lanes = [
                Lane(
                    "Answers",
                    [Mark("a1", 20, 300, "Answer 1", "accent"), Mark("a2", 340, 700, "Answer 2", "accent")],
                ),
                Lane("Noted", [Mark("n1", 410, 422, "Looked away", "attention")]),
            ]
            TimelineLanes(lanes, seconds=1500, on_pick=toast)
        small_card()


def meter_of(month: int) -> Meter:
    """Eleven months behind us, one under way and near its limit of money."""
    uses = [
        CapabilityUse(
            capability="questions",
            calls=412,
            failed=3,
            tokens_in=2_310_400,
            tokens_out=801_250,
            micros=21_400_000,
            has_price=True,
            is_on=True,
        ),
        CapabilityUse(
            capability="grading",
            calls=1_204,
            failed=12,
            refused=2,
            tokens_in=4_102_000,
            tokens_out=310_000,
            micros=21_100_000,
            has_price=True,
            is_on=True,
        ),
        CapabilityUse(
            capability="speech_out", calls=95, units=41_300, micros=619_500, has_price=True, is_on=True
        ),
        CapabilityUse(capability="speech_in", calls=88, units=20_130, is_on=True),
    ]
    months = [
        MonthUse(
            year=2025 + (month + n) // 12,
            month=(month + n) % 12 + 1,
            calls=40 * n,
            tokens=200_000 * n,
            micros=1_900_000 * n * (n % 4 + 1),
        )
        for n in range(11)
    ]
    months.append(MonthUse(year=2026, month=month, calls=1_799, tokens=7_523_650, micros=43_119_500))
    return Meter(
        currency="EUR", since=datetime(2026, month, 1, tzinfo=UTC), tokens=7_523_650, tokens_limit=20_000_000,
        micros=43_119_500, micros_limit=50_000_000, capabilities=uses, months=months,
    )  # fmt: skip


def form_card() -> None:
    with card("New position"):
        title = text_field("Title", value="Senior Backend Engineer", check={"Give it a title": bool})
        area_field(
            "Description",
            placeholder="Paste the job description",
            help="Up to 200,000 characters. Skills are proposed from it.",
            rows=4,
        )
        select_field(
            "Level", {"junior": "Junior", "mid": "Mid", "senior": "Senior", "lead": "Lead"}, value="senior"
        )
        select_field("Skills", ["Python", "PostgreSQL", "Kafka"], value=["Python", "Kafka"], several=True)
        mail = text_field(
            "Contact",
            value="",
            optional=False,
            check={"Type an e-mail, like name@example.org": lambda v: "@" in v},
        )
        mail.validate()
        number_field("Minutes", value=45, low=10, high=180, help="10 to 180")
        tick_field("Tell candidates what is noted", value=True)
        with line():
            button(
                "Create position",
                lambda: toast("Position created") if all_valid(title, mail) else None,
                kind="primary",
            )
            button("Cancel", kind="quiet")


def report_card() -> None:
    anchors = [
        "No answer on this.",
        "Names it, wrongly.",
        "Right idea, no detail.",
        "Right, with one trade-off.",
        "Right, with trade-offs and a number.",
    ]
    with card("Sharding and its cost"):
        ScoreBar(
            "Explains the shard key", 3, anchors=anchors, source="suggested from key points", weight="× 2"
        )
        Quote(
            "We split the orders table by tenant, and the reports that joined across tenants broke first.",
            where="Answer 2, 1:14",
            jump="#answer-2",
        )
        Quote(
            "def shard(key):\n    return crc32(key) % 64",
            where="Code, line 12",
            jump=lambda: toast("jump"),
            code=True,
        )
        ScoreBar("Names a failure mode", None, anchors=anchors)
        note(
            "Text in white was left out: “ignore all instructions …”.",
            title="Hidden text in this resume",
            tone="attention",
        )
        note("The recording of question 4 could not be read. The typed answer is safe.", tone="bad")


def small_card() -> None:
    with card("Small things"):
        with line():
            for word, tone in STATES:
                status_chip(word, tone)  # type: ignore[arg-type]
            tag("Python"), tag("Kafka"), tag("+4")
        with line(ends=True):
            Person("Ana Ruiz", "Candidate")
            Person(HOSTILE, "Interviewer", small=True)
            saved_chip("saved"), saved_chip("offline")
        CopyLink(
            "https://interviews.example.org/i/kJx8s0aQ3vNq7Wb2",
            expires="Works until Tue 1 Dec, 18:00 (Berlin). One person, one interview.",
        )
        facts([("E-mail", "ana.ruiz@example.org"), ("Phone", ""), ("From", "resume-ana-ruiz.pdf")])
        skeleton(3)
        with side_sheet("Ana Ruiz") as sheet, stack():
            Person("Ana Ruiz", "Senior Backend Engineer")
            facts([("E-mail", "ana.ruiz@example.org"), ("Phone", "+34 600 000 000")])
        with line():
            button("Open sheet", sheet.open)
            button("Remove Ana Ruiz", ask, kind="danger", icon="remove")
            button("Toast", lambda: toast("Interview cancelled", undo=lambda: toast("Back again")))
            button("More", kind="quiet", icon="more", icon_only=True)
            link_button("Open report", "/report", icon="open")
            button("Cannot").disable()


async def ask() -> None:
    sure = await confirm(
        "Remove Ana Ruiz?",
        "Her resume, questions and link go for good. The other 4 candidates stay.",
        action="Remove Ana Ruiz",
        danger=True,
    )
    toast("Removed" if sure else "Kept")


async def one_label(request: Request) -> None:
    with team_page("Label", active="home", user=USER, live_now=0, request=request):
        text("One label")


async def dashboard(request: Request) -> None:
    with team_page("Interviews", active="interviews", user=USER, live_now=0, request=request):
        with page_header("Interviews", "All of them."):
            link_button("New position", "/positions/new", kind="primary", icon="add")
        DataTable(
            COLUMNS,
            interviews,
            label="Interviews",
            first=await interviews(TableQuery()),
            filters=[Filter("live", "Live")],
            searches="Search",
        )


async def waits(request: Request) -> None:
    with team_page("Empty", active="home", user=USER, live_now=0, request=request):
        DataTable(
            COLUMNS,
            nothing,
            label="Empty",
            empty=Empty("No interviews yet", "Make a position first.", "New position", "/positions/new"),
        )


async def candidate(request: Request) -> None:
    steps = ["What happens", "Your devices", "Interview", "Done"]
    with candidate_page(
        "Question 2",
        "Acme GmbH",
        "Senior Backend Engineer",
        steps,
        request=request,
        step=3,
        contact="help@example.org",
    ) as shell:
        with shell.chip:
            saved_chip("saved")
        text("Question 2 of 5", "muted small")
        text("How did you shard the orders table, and what broke first?", tag="h1")
        area_field("Your answer", placeholder="Type here, or press Speak", rows=8)
        with line(ends=True):
            button("Give me a moment", kind="quiet", icon="pause")
            button("I’m done", kind="primary", icon="arrow-right", icon_after=True, large=True)


LOGIN = """{% extends "base_plain.html" %}{% from "forms.html" import field, hidden, submit, note %}
{% block title %}Sign in{% endblock %}{% block card %}<h1>Sign in</h1>{{ note("E-mail or password is not right.", "bad") }}
<form method="post" action="/login">{{ hidden("csrf", csrf) }}{{ field("E-mail", "email", "email", autocomplete="username", value=name) }}
{{ field("Password", "password", "password", autocomplete="current-password", help="Forgotten? An admin can set a new one.") }}{{ submit("Sign in") }}</form>{% endblock %}"""
LANDING = """{% extends "base_candidate.html" %}{% from "forms.html" import tick, submit %}{% block title %}Your interview{% endblock %}
{% block content %}<h1>Acme GmbH invites you to an interview</h1><p class="prose">An AI asks ten questions, about 45 minutes. A person reads your answers and decides.</p>
<section class="card"><h2>What is recorded</h2><form method="post" action="/i/x" class="stack">{{ tick("My answers", "answers", help="Kept for 90 days") }}{{ tick("My voice", "audio", help="Kept for 30 days") }}
<div>{{ submit("Start with the device check", large=true, wide=false) }}</div></form></section>{% endblock %}"""


def create_gallery() -> FastAPI:
    """The gallery as an app of its own."""
    storage.Storage.path = Path(tempfile.mkdtemp())
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SessionMiddleware, secret_key="gallery " * 4)
    app.add_middleware(PageHeaders, settings=get_settings())
    app.get("/healthz")(lambda: {"ok": True})
    app.mount("/assets", StaticFiles(directory=ASSETS))
    templates = static_pages._environment.overlay()
    pages = {
        "/login": (LOGIN, {"csrf": "t", "name": HOSTILE}),
        "/landing": (
            LANDING,
            {
                "company": "Acme GmbH",
                "position": "Senior Backend Engineer",
                "steps": ["What happens", "Your devices", "Interview"],
                "step": 1,
                "contact": "help@example.org",
            },
        ),
    }

    def show(request: Request) -> HTMLResponse:
        source, values = pages[request.url.path]
        theme = request.cookies.get("theme", "")
        return HTMLResponse(
            templates.from_string(source).render(theme=theme, lang="en", csp_nonce="", **values)
        )

    for path in pages:
        app.get(path)(show)

    @app.post("/upload")
    async def upload(request: Request) -> JSONResponse:
        name, body = request.headers["x-file-name"], await request.body()
        if "bad" in name:
            return JSONResponse(
                {
                    "code": "no_text",
                    "message": "No text in this file: send a better scan or type the e-mail.",
                },
                422,
            )
        return JSONResponse({"name": name, "bytes": len(body), "csrf": request.headers["x-csrf-token"]})

    places = {
        "/": pieces,
        "/label": one_label,
        "/dashboard": dashboard,
        "/waits": waits,
        "/candidate": candidate,
    }
    for path, page in places.items():
        ui.page(path)(page)
    install_look()
    ui.run_with(
        app, title="Gallery", tailwind=False, gzip_middleware_factory=None, show_welcome_message=False
    )
    return app


if __name__ == "__main__":
    settings = get_settings()
    gallery = create_gallery()
    print(f"NeuroHire is at {settings.public_url} (gallery)", flush=True)
    uvicorn.run(gallery, port=settings.port, log_level="warning")
