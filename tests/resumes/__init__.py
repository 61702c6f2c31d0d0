"""Tests of resume reading."""
