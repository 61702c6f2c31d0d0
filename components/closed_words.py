"""What a candidate reads where a link or an address leads to no interview now."""

from __future__ import annotations

from typing import NamedTuple

from components.texts import Texts


class Closed(NamedTuple):
    """Why there is no interview here now."""

    heading: str
    lines: list[str]
    icon: str


def closed_words(texts: Texts, reason: str) -> Closed:
    """Kind words for a link or an address that leads to no interview now."""
    _ = texts.say
    known = {
        "expired": Closed(
            _("This link has expired"),
            [_("Its last day has passed. To take the interview still, ask for a new link.")],
            "calendar",
        ),
        "revoked": Closed(
            _("This link was replaced or withdrawn"),
            [
                _("Please look for a newer message with a link, or ask for one."),
                _("What you may have answered already is kept."),
            ],
            "link",
        ),
        "finished_live": Closed(
            _("This interview has taken place"),
            [_("Thank you for coming. It can't be entered again, and there is nothing more to do.")],
            "done",
        ),
        "finished": Closed(
            _("This interview is finished"),
            [_("Your answers were handed in and are safe. There is nothing more to do.")],
            "done",
        ),
        "cancelled": Closed(
            _("This interview was cancelled"),
            [_("It does not take place. It is nothing you did; please ask if you would like to know more.")],
            "info",
        ),
        "elsewhere": Closed(
            _("This interview was opened elsewhere"),
            [
                _("It goes on in the browser that opened the link last. Your work is kept."),
                _("To go on here instead, open your link again in this browser."),
            ],
            "open",
        ),
        "no_grant": Closed(
            _("Please open your link again"),
            [_("This browser is not in an interview. The link in your invitation brings you back to it.")],
            "link",
        ),
    }
    return known.get(reason) or _wrong_link(texts)


def _wrong_link(texts: Texts) -> Closed:
    _ = texts.say
    return Closed(
        _("This link does not lead to an interview"),
        [
            _("It may not have been copied in full. Please open it again from your invitation."),
            _("If that does not help, ask whoever invited you."),
        ],
        "link",
    )
