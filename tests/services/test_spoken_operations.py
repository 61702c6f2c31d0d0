"""What a candidate's own browser wrote down: by an admin's leave, by own choice, marked, once."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from neurohire.database import Database
from neurohire.errors import DomainError, Rejected
from neurohire.media_store import MediaStore
from neurohire.services import answers, conduct, consent, entrance, receipts, transcripts
from neurohire.settings import Settings
from neurohire.vocabulary import DataKind, TranscriptSource, TranscriptState
from tests.speech.spoken import Inline, Speaker

CHOSEN = "browser_recognition_chosen"


@pytest.fixture
def ana(database: Database, settings: Settings) -> Speaker:
    settings.browser_recognition = True
    media = MediaStore(settings.data_dir / "media", 0)
    return Speaker(database, media, Inline()).enter(follow_up=False)


def heard(ana: Speaker, **changed: Any) -> dict[str, Any]:
    body = {
        "recording_id": str(uuid.uuid4()), "question_id": ana.invited.question_ids[0], "number": 0,
        "start": 1.5, "end": 4, "text": "We shared it by customer.", "confidence": 0.8,
    }  # fmt: skip
    return body | changed


def test_lines_come_one_by_one_and_may_be_corrected(ana: Speaker):
    ana.send(CHOSEN, is_on=True)
    body = heard(ana)
    ana.send("transcript_heard", **body)
    ana.send("transcript_heard", **body)  # sent again after a reconnect that lost its answer
    ana.send("transcript_heard", **body | {"number": 1, "start": 5, "end": 7, "text": "Then joins broke."})
    take = ana.take(body["recording_id"])
    assert (take.source, take.state, take.service) == (TranscriptSource.BROWSER, TranscriptState.DONE, "")
    assert [line.heard for line in take.lines] == ["We shared it by customer.", "Then joins broke."]
    ana.send("transcript_correct", recording_id=take.recording_id, line=0, text="We sharded it.")
    ana.send("answer_done", question_id=ana.invited.question_ids[0], text="", mode="speech")
    part = ana.do(answers.text_of, ana.invited.question_ids[0]).part("speech-0")
    assert part.text == "We sharded it.\nThen joins broke."
    ana.do(conduct.submit, ana.grant)
    assert "We sharded it." in receipts.as_text(ana.do(receipts.receipt, ana.grant))


def test_its_sound_may_come_later(ana: Speaker):
    ana.send(CHOSEN, is_on=True)
    body = heard(ana)
    ana.send("transcript_heard", **body)
    from neurohire.services import recordings
    from neurohire.services.recordings import Take

    take = Take(recording_id=body["recording_id"], question_id=body["question_id"])
    ana.do(recordings.add_chunk, ana.grant, take, 0, ana.media.put(b"sound"))
    ana.do(recordings.end, ana.grant, take.recording_id, 1)
    assert len(ana.take(take.recording_id).lines) == 1
    assert ana.do(transcripts.pending, body["question_id"], 0) == 0


@pytest.mark.parametrize("why", ["no choice", "taken back", "no leave", "a service listens", "no recording"])
def test_nothing_is_kept_without_leave_and_choice(
    why: str, ana: Speaker, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    if why != "no choice":
        ana.send(CHOSEN, is_on=True)
    if why == "taken back":
        ana.send(CHOSEN, is_on=False)
    if why == "no leave":
        settings.browser_recognition = False
    if why == "a service listens":
        monkeypatch.setattr(consent, "listener", lambda _: "ears.example")
    if why == "no recording":
        ana.do(entrance.give_consent, ana.grant, {DataKind.ANSWERS})
    with pytest.raises(Rejected):
        ana.send("transcript_heard", **heard(ana))
    assert ana.do(transcripts.of_interview, ana.invited.interview_id) == {}


@pytest.mark.parametrize(
    "changed",
    [
        {"recording_id": "../../etc"}, {"number": -1}, {"number": 10**9}, {"start": -1}, {"end": 10**9},
        {"start": "NaN"}, {"text": "x" * 2001}, {"confidence": 7}, {"follow_up": 9},
        {"question_id": "nobody's"}, {"media_type": "video/mp4"},
    ],
)  # fmt: skip
def test_what_no_page_sends_is_refused(changed: dict[str, Any], ana: Speaker):
    ana.send(CHOSEN, is_on=True)
    with pytest.raises(DomainError):
        ana.send("transcript_heard", **heard(ana, **changed))
    assert ana.do(transcripts.of_interview, ana.invited.interview_id) == {}


def test_another_interviews_take_is_not_written_to(ana: Speaker):
    ana.send(CHOSEN, is_on=True)
    body = heard(ana)
    ana.send("transcript_heard", **body)
    eve = Speaker(ana.database, ana.media, ana.workers).enter("eve@example.org")
    eve.send(CHOSEN, is_on=True)
    with pytest.raises(Rejected):
        eve.send("transcript_heard", **heard(eve, recording_id=body["recording_id"], number=1))
    assert len(ana.take(body["recording_id"]).lines) == 1


def test_the_page_offers_it_only_where_it_counts(ana: Speaker, settings: Settings):
    assert ana.do(conduct.view, ana.grant).listening.by_browser
    settings.browser_recognition = False
    assert not ana.do(conduct.view, ana.grant).listening.by_browser
