"""A way to run a service's function in a test's database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from neurohire.database import Database

Do = Callable[..., Any]


@pytest.fixture
def do(database: Database) -> Do:
    """`do(work, *args)`: the function in a transaction of its own; what it returns."""
    return lambda work, *args, **kwargs: database.run(work, *args, **kwargs)[0]
