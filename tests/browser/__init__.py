"""Journeys in real Chromium."""

from tests.browser.patience import be_patient

be_patient()
