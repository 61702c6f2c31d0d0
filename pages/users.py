"""The team's accounts, for admins: who may sign in, who has been asked to, and where they are signed in."""

from __future__ import annotations

from typing import Any, cast

from fastapi import Request
from fastapi.responses import Response
from nicegui import ui

from components.data_table import DataTable
from components.dialogs import side_sheet
from components.fields import all_valid, select_field, text_field
from components.page import page
from components.pieces import Tone, button, line, page_header, stack
from components.secret_once import show_once
from components.table import (
    Column,
    Empty,
    Filter,
    TablePage,
    TableQuery,
    chip_cell,
    date_cell,
    person_cell,
    text_cell,
)
from components.times import Zone
from neurohire import clock
from neurohire.services import user_list, users
from neurohire.services.accounts import MOST_NAME
from neurohire.services.user_links import NewLink
from neurohire.services.user_list import UserPage, UserRow
from neurohire.vocabulary import Role, UserState
from pages.team import ROLES, Desk
from pages.user_sheet import UserSheet

COLUMNS = (
    Column("who", "Name", "person", sortable=True),
    Column("role", "Role"),
    Column("state", "State", "chip"),
    Column("seen", "Last seen", "date", sortable=True),
    Column("sessions", "Signed in", "number"),
    Column("made", "Added", "date", sortable=True),
)
STATES: dict[UserState, tuple[str, Tone]] = {
    UserState.ACTIVE: ("Active", "good"),
    UserState.INVITED: ("Invited", "accent"),
    UserState.DISABLED: ("Disabled", "neutral"),
}
FILTERS = (
    *(Filter(state.value, word) for state, (word, _) in STATES.items()),
    Filter(Role.ADMIN.value, "Admins"),
    Filter(Role.RECRUITER.value, "Recruiters"),
)
SORTS = {"who": "name", "seen": "seen", "made": "created_at"}
EMPTY = Empty("Nobody here", "Nobody fits this search. Take a filter away to see more.", icon="candidates")
GIVE_IT = (
    "Give it to {} yourself, no mail is sent. It is shown this once; you can make a new one at any time."
)


def register() -> None:
    """The address of this page."""

    @page("/users")
    async def all_users(request: Request) -> Response | None:
        desk = Desk(request)
        query = TableQuery(search=request.query_params.get("search", "")[:200].strip())
        found = await desk.open(user_list.list_page, **asked(query))
        if found is None:
            return desk.to_login()
        with desk.page("Users", "users"):
            _Users(desk, query, found)
        return None


class _Users:
    """The page."""

    def __init__(self, desk: Desk, query: TableQuery, found: UserPage) -> None:
        self.desk = desk
        with page_header("Users", "Who may sign in here. Candidates need no account."):
            button("Add somebody", desk.act(self.add), kind="primary", icon="add").mark("add-user")
        self.sheet = UserSheet(desk, show_link)
        self.table = DataTable(
            COLUMNS,
            self.load,
            label="Users",
            first=page_of(found, desk.zone),
            query=query,
            filters=FILTERS,
            searches="Search by name or e-mail",
            empty=EMPTY,
            on_open=desk.act(self.sheet.open),
        )
        desk.listen((users.TOPIC,), self.changed)

    async def load(self, query: TableQuery) -> TablePage:
        return page_of(await self.desk.read(user_list.list_page, **asked(query)), self.desk.zone)

    async def changed(self, _: object) -> None:
        await self.table.refresh()

    def add(self) -> None:
        """Name, address, role; gives the link to hand on."""
        with side_sheet("Add somebody") as sheet, stack():
            name = text_field("Name", limit=MOST_NAME, check={"Please type the person's name.": _is_typed})
            email = text_field(
                "E-mail",
                limit=254,
                help="The person signs in with it. No mail is sent.",
                check={"This does not look like an e-mail address.": lambda value: "@" in str(value or "")},
            )
            role = select_field(
                "Role",
                {Role.RECRUITER.value: "Recruiter", Role.ADMIN.value: "Admin"},
                value=Role.RECRUITER.value,
                help="A recruiter sees own positions and interviews; an admin sees and changes everything.",
            )

            async def make() -> None:
                if not all_valid(name, email):
                    return
                link = await self.desk.change(
                    users.add, self.desk.state.settings, name.value, email.value, str(role.value)
                )
                sheet.close()
                await show_link(self.desk, link)

            with line():
                button("Add and make the link", self.desk.act(make), kind="primary").mark("make-user")
        sheet.on("hide", sheet.delete)
        sheet.open()


async def show_link(desk: Desk, link: NewLink) -> None:
    """The one-time link, this once."""
    until = f"Works once, until {desk.zone.full(link.expires_at)}"
    with desk.floor or ui.context.client.layout:
        await show_once(
            f"A link for {link.name}", GIVE_IT.format(link.name), link.url, label="One-time link", when=until
        )


def asked(query: TableQuery) -> dict[str, Any]:
    """The table's query in the words of the service."""
    name = SORTS.get(query.sort, "name")
    return {
        "search": query.search,
        "states": tuple(state for state in UserState if state.value in query.filters),
        "roles": tuple(role for role in (Role.ADMIN, Role.RECRUITER) if role.value in query.filters),
        "sort": cast(user_list.Sort, f"-{name}" if query.descending and query.sort else name),
        "limit": query.size,
        "offset": query.offset,
    }


def page_of(found: UserPage, zone: Zone) -> TablePage:
    return TablePage([row_of(row, zone) for row in found.rows], found.total)


def row_of(row: UserRow, zone: Zone) -> dict[str, Any]:
    """One line of the table."""
    seen = (
        date_cell(zone.short(row.last_seen_at), zone.both(row.last_seen_at)) if row.last_seen_at else "never"
    )
    return {
        "id": row.id,
        "who": person_cell(row.name, row.email),
        "role": text_cell(ROLES[row.role.value]),
        "state": chip_cell(*state_words(row)),
        "seen": seen,
        "sessions": str(row.open_sessions) if row.open_sessions else "",
        "made": date_cell(zone.short(row.created_at), zone.both(row.created_at)),
    }


def state_words(row: UserRow) -> tuple[str, Tone]:
    """An invitation that ran out is not waiting for the invited any more."""
    has_link = row.link_until is not None and row.link_until > clock.now()
    if row.state is UserState.INVITED and not has_link:
        return "Needs a new link", "attention"
    return STATES[row.state]


def _is_typed(value: object) -> bool:
    return bool(str(value or "").strip())
