"""The table: one element for any number of rows; every page, order and search is asked of the server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from components.table import MOST_ROWS, Column, Empty, Filter, Row, TablePage, TableQuery, packed

Load = Callable[[TableQuery], Awaitable[TablePage]]


class DataTable(Element, component="data_table.js"):
    """Fed with one page of plain rows; `load` answers what the person asks for next.

    Give `first` (the page for `query`), so that the rows are there at the first paint; without it the table
    shows a skeleton and asks for itself.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        load: Load,
        *,
        label: str,
        first: TablePage | None = None,
        query: TableQuery | None = None,
        filters: Sequence[Filter] = (),
        searches: str = "",
        empty: Empty | None = None,
        on_open: Callable[[str], Any] | None = None,
        on_edit: Callable[[str, str, str], Any] | None = None,
        on_tool: Callable[[str, str], Any] | None = None,
        height: str = "",
    ) -> None:
        super().__init__()
        self.load, self.query, self.asked = load, query or TableQuery(), 0
        self.columns, self.rows = tuple(columns), tuple[Row, ...]()
        self._sortable = tuple(column.name for column in columns if column.sortable)
        self._filters = tuple(filter.name for filter in filters)
        empty = empty or Empty()
        self.props.update(
            {
                "columns": tuple(column.as_prop() for column in columns),
                "filters": tuple(tuple(filter) for filter in filters),
                "label": label,
                "searches": searches,
                "empty": (empty.title, empty.words, empty.action, empty.href, empty.icon),
                "opens": on_open is not None,
                "height": height,
                "pending": first is None,
            }
        )
        self._put(first or TablePage())
        self.on("query", self._on_query)
        self._connect(on_open, on_edit, on_tool)

    def _connect(
        self,
        on_open: Callable[[str], Any] | None,
        on_edit: Callable[[str, str, str], Any] | None,
        on_tool: Callable[[str, str], Any] | None,
    ) -> None:
        if on_open:
            self.on("open", lambda e: on_open(str(e.args)))
        if on_edit:
            self.on(
                "edit",
                lambda e: on_edit(str(e.args["id"]), str(e.args["column"]), str(e.args["value"])[:500]),
            )
        if on_tool:
            self.on("tool", lambda e: on_tool(str(e.args["id"]), str(e.args["name"])))

    async def refresh(self) -> None:
        """Ask again for what is shown now."""
        self.asked += 1
        number = self.asked
        page = await self.load(self.query)
        if number == self.asked and not self.is_deleted:  # a slow answer must not overwrite a newer one
            self.show(page)

    def show(self, page: TablePage) -> None:
        """Show these rows."""
        with self.props.suspend_updates():
            self._put(page)
            self.props["pending"] = False
        self.update()

    def show_row(self, row: Row) -> None:
        """Replace one row in place (by its id), or add it at the end; sends only that row."""
        rows = list(self.rows)
        places = [i for i, old in enumerate(rows) if old["id"] == row["id"]]
        if places:
            rows[places[0]] = row
        elif len(rows) < MOST_ROWS:
            rows.append(row)
        with self.props.suspend_updates():
            self._put_rows(rows)
            self.props["total"] += not places
        self.run_method("showRow", packed(row, self.columns))

    def _put_rows(self, rows: Sequence[Row]) -> None:
        # tuples: NiceGUI wraps every list and dict of a prop in an observer, which costs more than the page
        self.rows = tuple(rows[:MOST_ROWS])
        self.props["rows"] = tuple(packed(row, self.columns) for row in self.rows)

    def _put(self, page: TablePage) -> None:
        self._put_rows(page.rows)
        self.props["total"] = page.total
        self.props["counts"] = tuple(page.counts.items())
        query = self.query
        self.props["query"] = (
            query.page,
            query.size,
            query.sort,
            query.descending,
            query.search,
            query.filters,
        )

    async def _on_query(self, event: GenericEventArguments) -> None:
        message = event.args if isinstance(event.args, Mapping) else {}
        self.query = self.query.changed(message, self._sortable, self._filters)
        await self.refresh()

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        props = self.props
        shown = [
            props["label"],
            *(column[1] for column in props["columns"]),
            *(label for _, label in props["filters"]),
        ]
        shown += _words(self.rows) if self.rows else _words(props["empty"][:3])
        return [*super()._displayed_contents(only_visible=only_visible), *shown]


def _words(value: Any) -> list[str]:
    """Everything in it that is shown as text."""
    if isinstance(value, Mapping):
        return [word for inner in value.values() for word in _words(inner)]
    if isinstance(value, (list, tuple)):
        return [word for inner in value for word in _words(inner)]
    return [] if value is None or isinstance(value, bool) else [str(value)]
