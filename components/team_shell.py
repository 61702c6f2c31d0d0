"""The team's shell: rail, top bar with search, what is live now, the person's menu; all one element."""

from __future__ import annotations

from typing import Any, NamedTuple

from nicegui.element import Element

from components.people import initials


class ShellUser(NamedTuple):
    """What the shell shows of the person signed in."""

    name: str
    email: str
    role: str
    csrf: str
    is_admin: bool = False


class Place(NamedTuple):
    """One entry of the rail."""

    key: str
    label: str
    href: str
    icon: str


PLACES = (
    Place("home", "Home", "/", "home"),
    Place("positions", "Positions", "/positions", "positions"),
    Place("interviews", "Interviews", "/interviews", "interviews"),
    Place("candidates", "Candidates", "/candidates", "candidates"),
    Place("questions", "Questions", "/questions", "questions"),
)
PLACES_FOR_ADMINS = (
    Place("users", "Users", "/users", "shield"),
    Place("settings", "Settings", "/settings", "settings"),
)
PLACES_BELOW = (Place("account", "My account", "/account", "user"),)


class TeamShell(Element, component="team_shell.js"):
    """Rail and bar round the default slot; `set_live` changes the count in place."""

    def __init__(
        self, user: ShellUser, *, active: str, live_now: int, theme: str, search: str, width: str = ""
    ) -> None:
        super().__init__()
        below = (*(PLACES_FOR_ADMINS if user.is_admin else ()), *PLACES_BELOW)
        # tuples, because NiceGUI wraps every list and dict of a prop in an observer
        self.props.update(
            {
                "places": tuple(tuple(place) for place in PLACES),
                "below": tuple(tuple(place) for place in below),
                "active": active,
                "name": user.name,
                "email": user.email,
                "role": user.role,
                "initials": initials(user.name),
                "csrf": user.csrf,
                "live": live_now,
                "theme": theme,
                "search": search,
                "width": width,
            }
        )

    def set_live(self, count: int) -> None:
        """Show another number of interviews that are live now."""
        self.props["live"] = count

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        labels = [place[1] for place in (*self.props["places"], *self.props["below"])]
        return [*super()._displayed_contents(only_visible=only_visible), *labels, self.props["name"]]
