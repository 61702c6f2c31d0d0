"""What a table is fed with: columns, filters, the query it asks, the page it gets, and its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple

from components.links import safe_href

# What the browser gets of a cell, in this order and without empty ends: a page is mostly its rows.
CELL_PARTS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "sub"),
    "number": ("text", "sub"),
    "chip": ("text", "tone", "moving"),
    "person": ("text", "sub"),
    "date": ("text", "full"),
    "link": ("url", "text"),
    "input": ("value", "placeholder", "message", "needed", "bad", "label", "kind"),
    "progress": ("text", "part"),
    "spread": ("text", "label", "bars"),
}
CellKind = Literal["text", "chip", "person", "date", "number", "link", "input", "progress", "spread", "tools"]
Cell = Any
"""What a row holds for a column: plain text or number, or what one of the functions below makes."""
Row = Mapping[str, Any]
"""`id`, one Cell per column name, and optionally `href` (the row opens that page)."""
MOST_ROWS = 100


@dataclass(frozen=True)
class Column:
    """One column; `sortable` asks the server for the order."""

    name: str
    label: str
    kind: CellKind = "text"
    sortable: bool = False
    width: str = ""

    def as_prop(self) -> tuple[Any, ...]:
        """What the element in the browser reads."""
        return (self.name, self.label, self.kind, self.sortable, self.width)


class Filter(NamedTuple):
    """One chip over the table; `name` comes back in TableQuery.filters."""

    name: str
    label: str


@dataclass(frozen=True)
class Empty:
    """What an empty table says, with the next step."""

    title: str = "Nothing here yet"
    words: str = ""
    action: str = ""
    href: str = ""
    icon: str = "file"


@dataclass(frozen=True)
class TableQuery:
    """Which rows the person wants to see; pages count from 1."""

    page: int = 1
    size: int = 25
    sort: str = ""
    descending: bool = False
    search: str = ""
    filters: tuple[str, ...] = ()

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.size

    def changed(
        self, message: Mapping[str, Any], sortable: Sequence[str], filters: Sequence[str]
    ) -> TableQuery:
        """The query a browser asks for; what it may not ask for is left out."""
        sort = str(message.get("sort", ""))
        asked = message.get("filters", ())
        page = message.get("page", 1)
        return replace(
            self,
            page=min(max(page, 1), 1_000_000) if isinstance(page, int) else 1,
            sort=sort if sort in sortable else "",
            descending=message.get("descending") is True,
            search=str(message.get("search", ""))[:200].strip(),
            filters=tuple(name for name in filters if isinstance(asked, list) and name in asked),
        )


@dataclass(frozen=True)
class TablePage:
    """One page of rows, how many there are in all, and optionally how many each filter would leave."""

    rows: Sequence[Row] = ()
    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


def packed(row: Row, columns: Sequence[Column]) -> tuple[Any, ...]:
    """One row as the browser reads it: id, href, then the cells in the order of the columns."""
    href = str(row.get("href", ""))
    return (
        row["id"],
        safe_href(href) if href else "",
        *(_packed_cell(row.get(c.name), c.kind) for c in columns),
    )


def _packed_cell(cell: Cell, kind: CellKind) -> Any:
    if not isinstance(cell, Mapping):
        return cell
    parts = [cell.get(part, "") for part in CELL_PARTS[kind]]
    while len(parts) > 1 and not parts[-1] and parts[-1] != 0:
        parts.pop()
    return tuple(parts) if len(parts) > 1 or kind not in ("text", "number", "date") else parts[0]


def text_cell(words: str, sub: str = "") -> Cell:
    """Text, with a quiet second line."""
    return {"text": words, "sub": sub}


def chip_cell(word: str, tone: str = "neutral", *, moving: bool = False) -> Cell:
    """A status chip."""
    return {"text": word, "tone": tone, "moving": moving}


def person_cell(name: str, sub: str = "") -> Cell:
    """Initials, name and a quiet second line."""
    return {"text": name, "sub": sub}


def date_cell(words: str, full: str = "") -> Cell:
    """A time in words; `full` (both zones) shows on hover and is read aloud."""
    return {"text": words, "full": full}


def link_cell(url: str, *, label: str = "Copy link") -> Cell:
    """Copy and open a link."""
    return {"url": safe_href(url), "text": label}


def input_cell(
    value: str = "",
    *,
    placeholder: str = "",
    message: str = "",
    needed: bool = True,
    bad: bool = False,
    label: str = "",
    kind: str = "text",
) -> Cell:
    """A cell to type into; `needed` glows and `message` says what it needs. Gives an `edit` event."""
    return {
        "value": value,
        "placeholder": placeholder,
        "message": message,
        "needed": needed,
        "bad": bad,
        "label": label,
        "kind": kind,
    }


def progress_cell(words: str, part: float) -> Cell:
    """How far something is, 0 to 1."""
    return {"text": words, "part": min(max(part, 0.0), 1.0)}


def spread_cell(words: str, label: str = "", bars: Sequence[int] = ()) -> Cell:
    """A number with a small bar for each class of it; `label` says in words what the bars show."""
    most = max(bars, default=0)
    return {"text": words, "label": label, "bars": tuple(round(100 * n / most) for n in bars) if most else ()}


class Tool(NamedTuple):
    """One button in a row."""

    name: str
    label: str
    icon: str = ""
    danger: bool = False


def tools_cell(*tools: Tool) -> Cell:
    """Buttons at the end of a row; each gives a `tool` event."""
    return tuple(tuple(tool) for tool in tools)
