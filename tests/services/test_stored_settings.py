"""Settings stored at run time: the environment wins, keys are write-only, and what is saved is in force."""

from __future__ import annotations

import asyncio
import json

import pytest
from sqlmodel import Session, select

from neurohire import clock, in_force
from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.errors import NotFound
from neurohire.models.settings import AuditEntry, StoredSetting
from neurohire.services import audit
from neurohire.services.setting_views import SettingView
from neurohire.services.stored_settings import ChangedMeanwhile, Changes, FieldsRejected, StoredSettings
from neurohire.settings import Settings, get_settings
from neurohire.vocabulary import Role
from tests.people import make_actor

CANARY = "sk-canary-7f3a9b21"
ONE, OTHER = "https://models.example.org/v1", "https://other.example.org/v1"


@pytest.fixture
def admin(database: Database) -> Actor:
    return database.run(make_actor, "ana@example.org", Role.ADMIN)[0]


@pytest.fixture
async def stored(database: Database, settings: Settings) -> StoredSettings:
    return StoredSettings(database, settings)


async def save(stored: StoredSettings, admin: Actor, **changes: object) -> list[str]:
    """As a page does that was just opened."""
    seen = {name: view.stamp for name, view in (await stored.views(admin)).items()}
    given: Changes = changes  # type: ignore[assignment]
    return await stored.save(admin, given, seen)


async def view(stored: StoredSettings, admin: Actor, name: str) -> SettingView:
    return (await stored.views(admin))[name]


async def refused(stored: StoredSettings, admin: Actor, **changes: object) -> dict[str, str]:
    with pytest.raises(FieldsRejected) as caught:
        await save(stored, admin, **changes)
    return caught.value.fields


async def test_a_saved_value_is_in_force_at_once_and_after_a_new_start(
    stored: StoredSettings, admin: Actor, database: Database, settings: Settings
):
    await save(stored, admin, organisation="  Acme <b>&</b> Söhne ", max_resumes=25.0, retention_days=90)
    assert get_settings() is settings
    assert (settings.organisation, settings.max_resumes) == ("Acme <b>&</b> Söhne", 25)
    get_settings.cache_clear()
    again = get_settings()
    assert again.max_resumes == 200
    await StoredSettings(database, again).load()
    assert (again.organisation, again.max_resumes, again.retention_days) == ("Acme <b>&</b> Söhne", 25, 90)


async def test_an_emptied_field_goes_back_to_the_default(
    stored: StoredSettings, admin: Actor, settings: Settings
):
    await save(stored, admin, organisation="Acme", model_timeout=10)
    await save(stored, admin, organisation="  ", model_timeout=None)
    assert (settings.organisation, settings.model_timeout) == ("NeuroHire", 45)
    assert (await view(stored, admin, "organisation")).changed_at is None


async def test_the_environment_wins_and_is_named(
    database: Database, admin: Actor, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    await save(StoredSettings(database, settings), admin, contact="page@example.org", organisation="Page")
    monkeypatch.setenv("NEUROHIRE_CONTACT", "env@example.org")
    monkeypatch.setenv("NEUROHIRE_ORGANISATION", "")  # compose files pass empty ones on
    get_settings.cache_clear()
    stored = StoredSettings(database, get_settings())
    await stored.load()
    assert (get_settings().contact, get_settings().organisation) == ("env@example.org", "Page")
    assert (await view(stored, admin, "contact")).holder == "NEUROHIRE_CONTACT"
    errors = await refused(stored, admin, contact="mine@example.org")
    assert "NEUROHIRE_CONTACT" in errors["contact"]


async def test_a_key_is_never_given_out_again(
    stored: StoredSettings, admin: Actor, database: Database, settings: Settings
):
    await save(stored, admin, model_base_url=ONE, model_key=CANARY, model_name="m")
    assert settings.model_key is not None
    assert settings.model_key.get_secret_value() == CANARY
    shown = await view(stored, admin, "model_key")
    assert (shown.is_set, shown.value, shown.changed_by) == (True, None, "Ana")
    everything = json.dumps([v.model_dump(mode="json") for v in (await stored.views(admin)).values()])
    written = database.run(audit.list_page, admin)[0].model_dump_json() + repr(settings)
    rows = database.run(lambda db: [row.value for row in db.exec(select(StoredSetting)).all()])[0]
    assert CANARY not in everything + written + " ".join(rows)


async def test_a_key_goes_only_to_the_server_it_was_entered_for(
    stored: StoredSettings, admin: Actor, settings: Settings
):
    await save(stored, admin, model_base_url=ONE, model_key=CANARY, questions_key=CANARY)
    assert await save(stored, admin, model_base_url=ONE.replace("v1", "v2")) == []
    assert settings.model_key is not None
    assert sorted(await save(stored, admin, model_base_url=OTHER)) == ["model_key", "questions_key"]
    assert (settings.model_base_url, settings.model_key, settings.questions_key) == (OTHER, None, None)
    await save(stored, admin, model_base_url=ONE, model_key="a new one")
    assert settings.model_key is not None


async def test_a_key_is_not_sent_where_the_environment_points_later(
    database: Database, admin: Actor, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    await save(StoredSettings(database, settings), admin, model_base_url=ONE, model_key=CANARY)
    monkeypatch.setenv("NEUROHIRE_MODEL_BASE_URL", OTHER)
    get_settings.cache_clear()
    stored = StoredSettings(database, get_settings())
    await stored.load()
    assert get_settings().model_key is None
    assert (await view(stored, admin, "model_key")).refused == in_force.OTHER_ADDRESS


@pytest.mark.parametrize("key", ["model_key", "questions_key"])
async def test_a_key_of_the_environment_is_sent_to_no_address_of_the_page(
    key: str, database: Database, admin: Actor, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    await save(StoredSettings(database, settings), admin, model_base_url=ONE, questions_base_url=ONE)
    monkeypatch.setenv(f"NEUROHIRE_{key.upper()}", CANARY)
    get_settings.cache_clear()
    stored = StoredSettings(database, get_settings())
    await stored.load()
    assert in_force.key_goes_to(get_settings(), key) == ""
    errors = await refused(stored, admin, model_base_url=OTHER)
    assert f"NEUROHIRE_{key.upper()}" in errors["model_base_url"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("model_base_url", "models.example.org/v1", "must look like https://"),
        ("model_base_url", "ftp://models.example.org", "must look like https://"),
        ("model_base_url", "http://models.example.org/v1", "must be https"),
        ("model_base_url", "https://user:password@models.example.org/v1", "without a password"),
        ("model_base_url", "https://models.example.org/v1?key=1", "must end with the path"),
        ("model_base_url", "https://127.0.0.1:9000/v1", "private address"),
        ("model_base_url", "https://[::1]/v1", "private address"),
        ("model_base_url", "https://localhost/v1", "private address"),
        ("model_base_url", "https://exa mple.org/v1", "must look like https://"),
        ("model_base_url", "https://[::1/v1", "must look like https://"),
        ("model_base_url", "https://models.example.org:99999/v1", "must look like https://"),
        ("model_base_url", "https://<script>alert(1)</script>", "must look like https://"),
        ("model_base_url", "https://models.example.org/" + "a" * 10_000, "At most 1000"),
        ("organisation", "A" * 81, "At most 80 characters"),
        ("organisation", "A\x00B", "cannot be seen"),
        ("organisation", "A\u202eB", "cannot be seen"),
        ("organisation", True, "does not fit"),
        ("max_resumes", 0, "At least 1"),
        ("max_resumes", 10**9, "At most 500"),
        ("max_resumes", 1.5, "whole number"),
        ("max_resumes", "many", "whole number"),
        ("model_timeout", "nan", "At most 300."),
        ("model_timeout", "soon", "Enter a number"),
        ("model_money_per_month", "-1", "At least 0"),
        ("model_api", "soap", "Choose one of these"),
        ("model_key", CANARY, "Enter the address"),
    ],
)
async def test_what_cannot_be_is_refused_under_its_field(
    stored: StoredSettings, admin: Actor, settings: Settings, name: str, value: object, words: str
):
    before = settings.model_dump()
    errors = await refused(stored, admin, **{name: value, "contact": "kept@example.org"})
    assert words in errors[name]
    assert not any(part in errors[name] for part in ("<", "user:", CANARY))
    assert settings.model_dump() == before
    assert (await view(stored, admin, "contact")).changed_at is None


@pytest.mark.parametrize("name", ["secret", "model_allow_private", "trusted_proxies", "data_dir", "nothing"])
async def test_the_walls_cannot_be_moved_from_the_page(stored: StoredSettings, admin: Actor, name: str):
    with pytest.raises(NotFound):
        await save(stored, admin, **{name: "true"})


async def test_only_admins_read_and_save(stored: StoredSettings, database: Database):
    mara = database.run(make_actor, "mara@example.org", Role.RECRUITER)[0]
    with pytest.raises(NotFound):
        await stored.views(mara)
    with pytest.raises(NotFound):
        await stored.save(mara, {"organisation": "Mine"}, {})


async def test_of_two_at_once_the_later_one_is_told(
    stored: StoredSettings, admin: Actor, database: Database, settings: Settings
):
    ben = database.run(make_actor, "ben@example.org", Role.ADMIN)[0]
    outcomes = await asyncio.gather(
        stored.save(admin, {"organisation": "Ana's", "retention_days": 30}, {}),
        stored.save(ben, {"organisation": "Ben's"}, {}),
        return_exceptions=True,
    )
    failed = [outcome for outcome in outcomes if isinstance(outcome, ChangedMeanwhile)]
    assert len(failed) == 1
    winner = "Ana" if outcomes[0] == [] else "Ben"
    assert failed[0].fields == {"organisation": f"{winner} changed it meanwhile."}
    assert settings.organisation == f"{winner}'s"
    await stored.save(ben, {"max_resumes": 7}, {})  # another field: nobody is in the way
    await save(stored, ben, organisation="Ben's own")
    assert settings.organisation == "Ben's own"
    with pytest.raises(ChangedMeanwhile) as caught:
        await stored.save(admin, {"contact": "x@example.org", "max_resumes": 9}, {"contact": "2026-01-01"})
    assert caught.value.fields["contact"] == "Somebody took it back meanwhile."


async def test_what_a_later_version_refuses_is_left_out_and_told(
    database: Database, admin: Actor, settings: Settings
):
    then = clock.now()

    def older(db: Session) -> None:
        for name, value in {
            "max_resumes": "100000",
            "organisation": '"Acme"',
            "model_base_url": '"http://10.0.0.1/v1"',
            "contact": "{broken",
            "gone_since": "1",
            "model_key": '"never sealed"',
        }.items():
            db.add(StoredSetting(name=name, value=value, changed_by="Ana", changed_at=then))

    database.run(older)
    stored = StoredSettings(database, settings)
    await stored.load()
    assert (settings.max_resumes, settings.organisation, settings.model_base_url) == (200, "Acme", "")
    views = await stored.views(admin)
    told = {name: found.refused for name, found in views.items() if found.refused}
    assert set(told) == {"max_resumes", "model_base_url", "contact", "model_key"}
    assert told["max_resumes"] == "At most 500."
    await save(stored, admin, contact="now@example.org", max_resumes="")
    assert not (await view(stored, admin, "contact")).refused


async def test_with_another_secret_keys_are_left_out_and_told(
    database: Database, admin: Actor, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    await save(StoredSettings(database, settings), admin, model_base_url=ONE, model_key=CANARY)
    monkeypatch.setenv("NEUROHIRE_SECRET", "t" * 48)
    get_settings.cache_clear()
    stored = StoredSettings(database, get_settings())
    await stored.load()
    assert get_settings().model_base_url == ONE
    assert get_settings().model_key is None
    assert "secret is another one" in (await view(stored, admin, "model_key")).refused


async def test_every_change_is_written_down_and_no_secret(
    stored: StoredSettings, admin: Actor, database: Database
):
    await save(stored, admin, model_base_url=ONE, model_key=CANARY, max_resumes=30)
    await save(stored, admin, model_key=CANARY + "2", max_resumes=None)
    await save(stored, admin, model_base_url=OTHER)
    rows = database.run(lambda db: db.exec(select(AuditEntry).order_by(AuditEntry.id)).all())[0]  # type: ignore[arg-type]
    assert [(row.subject, row.body) for row in rows] == [
        ("model_base_url", {"old": "", "new": ONE}),
        ("model_key", {"secret": "set"}),
        ("max_resumes", {"old": 200, "new": 30}),
        ("model_key", {"secret": "replaced"}),
        ("max_resumes", {"old": 30, "new": 200, "default": True}),
        ("model_base_url", {"old": ONE, "new": OTHER}),
        ("model_key", {"secret": "removed", "because": "its address changed"}),
    ]
    assert {(row.kind, row.actor_name) for row in rows} == {("setting_changed", "Ana")}
