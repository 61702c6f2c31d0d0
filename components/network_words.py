"""Every word of the network check, for the team and for candidates."""

from __future__ import annotations

from components.texts import Texts


def network_words(texts: Texts, *, is_team: bool) -> dict[str, str]:
    """Names in braces are filled in by the page; only the team reads what an admin can do."""
    return _common(texts) | (_for_team() if is_team else _for_candidate(texts))


def _common(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "title": _("Can my network do this?"),
        "lead": _("It is tried out here and now, in this browser. Nothing is recorded."),
        "running": _("Trying …"),
        "again": _("Try again"),
        "browser": _("Browser"),
        "browser_good": _("This browser can make calls."),
        "browser_bad": _("This browser cannot make calls. A current Chrome, Edge, Firefox or Safari can."),
        "direct": _("Direct connection"),
        "direct_good": _("A direct connection works on this computer ({count} ways found)."),
        "direct_bad": _(
            "No direct connection came about. A privacy add-on or a company rule may forbid it here."
        ),
        "outside": _("Address seen from outside"),
        "outside_good": _("Found. Direct calls to other networks have good chances."),
        "outside_bad": _(
            "The server that tells it did not answer. Calls to other networks may need a relay."
        ),
        "relay": _("Relay"),
        "relay_good": _("Works: a call came through in {time} ms ({how})."),
        "sum_good": _("Yes. Calls work from here, also to closed networks."),
        "sum_bad": _("No, not with this browser."),
    }


def _for_candidate(texts: Texts) -> dict[str, str]:
    _ = texts.say
    return {
        "outside_none": _("Not asked: no such server is set here."),
        "relay_none": _("There is none here, so the call goes directly from browser to browser."),
        "relay_401": _("It does not let anybody in at the moment. That is not your fault."),
        "relay_silent": _("It cannot be reached from your network, or does not run at the moment."),
        "sum_direct": _(
            "Probably. If the call does not connect, try another network, like your phone's hotspot. The "
            "editor and the chat work in any case."
        ),
        "sum_relay": _(
            "Probably, but the relay does not help at the moment. If the call does not connect, try another "
            "network, like your phone's hotspot, and tell your contact."
        ),
    }


def _for_team() -> dict[str, str]:
    return {
        "outside_none": "Not asked: NEUROHIRE_STUN_URLS is empty. Within one network nobody needs it.",
        "relay_none": "None is set. Calls go directly from browser to browser; closed networks need a relay.",
        "relay_401": "It refuses our log-in: NEUROHIRE_TURN_SECRET is not the relay's static-auth-secret, or "
        "the clocks of the two machines differ.",
        "relay_silent": "Nobody answers at {how}. Check NEUROHIRE_TURN_URLS, that the relay runs, and that "
        "its port is open from here.",
        "sum_direct": "In one network yes; between closed networks perhaps not. With a relay it works "
        "everywhere.",
        "sum_relay": "Direct calls work, but the relay does not: see below what to change.",
    }
