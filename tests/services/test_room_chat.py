"""The chat of a live interview: kept once, read page by page, by the server's clock, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from neurohire import clock
from neurohire.errors import DomainError, NotFound
from neurohire.services import room_chat, room_operations
from neurohire.services.operations import Operation
from tests.rooms.live import Live, Sender, admit, make_room

Do = Callable[..., Any]


@pytest.fixture
def live(do: Do) -> Live:
    made: Live = do(make_room)
    return made


def say(do: Do, live: Live, name: str, text: str, number: int, **more: Any) -> int:
    """One line as this page's operation `number`."""
    body = {"text": text, "key": f"key-{name}-{number:05}", **more}
    operation = Operation(
        type="op", client_id=f"page-of-{name}", client_seq=number, kind="chat_sent", body=body
    )
    seq: int = do(room_operations.apply_once, live.who(name), live.interview_id, operation)
    return seq


def press(db: Session, live: Live, name: str, kind: str) -> None:
    sender = Sender(db, live, name)
    sender.seq = 50  # after what let the candidate in
    sender.send(kind)


def texts(do: Do, live: Live, name: str, **asked: Any) -> list[str]:
    page = do(room_chat.history, live.who(name), live.interview_id, **asked)
    return [line.text for line in page.lines]


def test_lines_are_kept_once_and_read_in_the_servers_order(do: Do, live: Live) -> None:
    do(admit, live)
    first = say(do, live, "ana", "Hello\n", 1)
    say(do, live, "rita", "Hello Ana", 1)
    assert say(do, live, "ana", "Hello\n", 1) == first  # sent again after a lost acknowledgement
    for name in ("ana", "rita", "ben", "olga"):
        assert texts(do, live, name) == ["Hello", "Hello Ana"]
    page = do(room_chat.history, live.rita, live.interview_id)
    assert [line.actor for line in page.lines] == [live.grant.journal_name, live.rita.journal_name]
    assert (page.lines[0].seq, page.lines[0].key) == (first, "key-ana-00001")


def test_history_comes_page_by_page(do: Do, live: Live) -> None:
    do(admit, live)
    for number in range(1, 8):
        say(do, live, "ana", f"line {number}", number)
    newest = do(room_chat.history, live.rita, live.interview_id, limit=3)
    assert ([line.text for line in newest.lines], newest.has_earlier) == (
        ["line 5", "line 6", "line 7"],
        True,
    )
    before = newest.lines[0].seq
    earlier = do(room_chat.history, live.rita, live.interview_id, before=before, limit=4)
    assert [line.text for line in earlier.lines] == [f"line {n}" for n in (1, 2, 3, 4)]
    assert not earlier.has_earlier


def test_what_the_team_wrote_while_the_candidate_was_outside_stays_with_the_team(do: Do, live: Live) -> None:
    say(do, live, "rita", "She is late", 1)
    do(admit, live)
    say(do, live, "rita", "Welcome", 2)
    assert texts(do, live, "ana") == ["Welcome"]
    assert texts(do, live, "ben") == ["She is late", "Welcome"]
    do(press, live, "ben", "put_back")
    say(do, live, "rita", "Shall we go on?", 3)
    with pytest.raises(NotFound):
        texts(do, live, "ana")
    do(press, live, "ana", "ask_to_join")
    do(press, live, "rita", "admit")
    assert texts(do, live, "ana") == ["Welcome"]


def test_a_line_for_the_team_stays_with_the_team_when_the_candidate_comes_in_meanwhile(
    do: Do, live: Live
) -> None:
    """It was written while the page said that only the team reads it."""
    do(admit, live)
    say(do, live, "rita", "She is late", 1, is_aside=True)
    say(do, live, "ana", "Sorry!", 1, is_aside=True)  # hers are for everybody
    assert texts(do, live, "ana") == ["Sorry!"]
    assert texts(do, live, "ben") == ["She is late", "Sorry!"]


def test_who_may_not_write_or_read(do: Do, live: Live) -> None:
    for name, code in (("olga", "not_yours"), ("ana", "not_admitted")):
        with pytest.raises(DomainError) as refused:
            say(do, live, name, "x", 1)
        assert refused.value.code == code
    for name in ("stranger", "ana"):
        with pytest.raises(NotFound):
            texts(do, live, name)
    do(admit, live)
    assert texts(do, live, "olga") == []


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * 4001])
def test_nothing_and_too_much_are_refused(do: Do, live: Live, text: str) -> None:
    do(admit, live)
    with pytest.raises(DomainError) as refused:
        say(do, live, "ana", text, 1)
    assert refused.value.code in ("empty", "bad_operation")
    assert texts(do, live, "ana") == []


def test_four_thousand_characters_of_any_kind_go_through(do: Do, live: Live) -> None:
    do(admit, live)
    whole = ("🦊\u202e<b>&\0'\"\\`%" * 400)[:4000]
    say(do, live, "ana", whole, 1)
    assert texts(do, live, "rita") == [whole.rstrip()]


def test_a_flood_is_stopped_and_a_long_loss_of_the_network_is_not(do: Do, live: Live) -> None:
    do(admit, live)
    for number in range(1, room_chat.PER_MINUTE + 1):
        say(do, live, "ana", "all at once, after ten minutes offline", number)
    with pytest.raises(DomainError) as refused:
        say(do, live, "ana", "one more", 999)
    assert refused.value.code == "too_many"
    say(do, live, "rita", "others write on", 1)
    real = clock.now()
    clock.set_source(lambda: real + timedelta(seconds=61))
    try:
        say(do, live, "ana", "one more", 1000)
    finally:
        clock.set_source(None)


def test_names_of_those_who_left_the_interview_stay(do: Do, live: Live) -> None:
    do(admit, live)
    say(do, live, "ben", "I have to go", 1)
    view = do(lambda db: Sender(db, live, "ana").view())["chat"]
    assert view["names"][live.ben.journal_name] == live.ben.name and view["is_candidate_in"]
    assert "@" not in str(view)  # names, never addresses
