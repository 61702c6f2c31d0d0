"""How reliable is this? The page says what was measured, and how sure that is."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from nicegui.testing import User

from neurohire.proctoring.measured import likely, measured
from tests.pages.signed_in import recruiter


async def test_the_team_reads_counts_with_their_uncertainty(app: FastAPI, user: User) -> None:
    await recruiter(app, user)
    await user.open("/how-reliable")
    found = measured()
    for words in (
        f"{found.single_exact} of {found.single_total}",
        f"{found.away_caught} of {found.away_total}",
    ):
        await user.should_see(words)
    await user.should_see("57% to 98%")
    await user.should_see("people decide")


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(8, 9, 0.565, 0.980), (0, 29, 0.0, 0.117), (81, 263, 0.255, 0.366), (3, 3, 0.438, 1.0)],
)
def test_the_interval_is_wilsons(hits: int, total: int, low: float, high: float) -> None:
    """81 of 263: R. G. Newcombe (1998), method 3; the others from the formula by hand."""
    found = likely(hits, total)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.001)


def test_more_hits_than_pictures_is_no_share() -> None:
    with pytest.raises(ValueError, match="4 of 3"):
        likely(4, 3)
