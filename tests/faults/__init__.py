"""Faults: what the promises are worth when something breaks."""

import pytest

pytest.register_assert_rewrite("tests.faults.invariants", "tests.faults.candidate")
