"""From–to in the languages resumes are written in, and years that are not counted twice."""

from __future__ import annotations

from datetime import date

import pytest

from neurohire.resumes.dates import find_span, years_of

TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("June 2018 - Present", (2018, 6), None),
        ("Baker, Mill (Leeds) (2017–2020)", (2017, 0), (2020, 0)),
        ("01/2015 – 03/2019 Bäckerei", (2015, 1), (2019, 3)),
        ("Zeitraum: März 2013 - heute", (2013, 3), None),
        ("Février 2014 à août 2018", (2014, 2), (2018, 8)),
        ("Enero 2011 - Actualidad", (2011, 1), None),
        ("od sierpnia 2016", (2016, 8), None),
        ("Sierpień 2016 - Obecnie", (2016, 8), None),
        ("Juuni 2012 - Praegu", (2012, 6), None),
        ("Ağustos 2016 - Günümüz", (2016, 8), None),
        ("2017年4月 - 现在", (2017, 4), None),
        ("2012年1月～2016年3月", (2012, 1), (2016, 3)),
        ("2016 مارس - 2012 يناير", (2012, 1), (2016, 3)),
        ("since 2019", (2019, 0), None),
        ("Sept 2015 to Dec. 2016", (2015, 9), (2016, 12)),
    ],
)
def test_both_ends_are_read(line: str, start: tuple[int, int], end: tuple[int, int] | None) -> None:
    found = find_span(line)
    assert found is not None
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    "line",
    [
        "Room 2015, building 4",
        "Cut costs by 2019 euros",
        "Tel. 555-2010-2011-99",
        "Served 2,000 - 2,050 guests",
        "ISO 9001 to 2015 standards",
        "",
        "present - now",
    ],
)
def test_other_numbers_are_no_dates(line: str) -> None:
    assert find_span(line) is None


def spans(*lines: str) -> list:  # type: ignore[type-arg]
    return [found for line in lines if (found := find_span(line))]


def test_years_are_counted_once_where_they_overlap() -> None:
    assert years_of(spans("Jan 2020 - Dec 2021", "Jan 2021 - Dec 2022"), TODAY) == 3.0
    assert years_of(spans("2015 - 2018", "2020 - 2021"), TODAY) == 4.0
    assert years_of(spans("Jan 2025 - present"), TODAY) == 1.6
    assert years_of([], TODAY) is None
