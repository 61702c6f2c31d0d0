"""The database as commands use it: opened, brought to the newest version where asked, closed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from neurohire import migrations
from neurohire.database import Database
from neurohire.errors import InvalidState, Unavailable
from neurohire.in_force import SettingsInForce
from neurohire.services.stored_settings import read_all
from neurohire.settings import Settings, get_settings

NO_ANSWER = "The database does not answer. Check NEUROHIRE_DATABASE_URL and that the server runs."
NOT_NEWEST = "The database is not at this version yet. Run: python -m neurohire migrate"


@contextmanager
def opened_database(*, upgrade: bool) -> Iterator[Database]:
    """With `upgrade` a new or old database is migrated first, as the server does at its start."""
    settings = get_settings()
    make_data_dir(settings)
    database = Database(settings.sqlalchemy_url)
    try:
        if upgrade:
            migrations.upgrade(database.engine)
        elif not migrations.is_newest(database.engine):
            raise InvalidState(NOT_NEWEST)
        yield database
    except DBAPIError as error:
        raise Unavailable(NO_ANSWER) from error
    finally:
        database.close()


def settings_in_force() -> Settings:
    """The environment's and, where there is a database of this version, what an admin stored."""
    settings = get_settings()
    has_secret = settings.secret is not None or (settings.data_dir / "secret").exists()
    try:
        url = make_url(settings.sqlalchemy_url)
        has_database = url.get_backend_name() != "sqlite" or Path(url.database or "").exists()
        if not has_secret or not has_database:
            return settings  # nothing is stored, and looking must make neither
        database = Database(settings.sqlalchemy_url)
    except (ArgumentError, ImportError):
        return settings  # `check` says so
    try:
        if migrations.is_newest(database.engine):
            (stored, _), _ = database.run(read_all, settings.secret_key())
            SettingsInForce(settings).put(stored)
    except (DBAPIError, Unavailable):
        pass
    finally:
        database.close()
    return settings


def make_data_dir(settings: Settings) -> None:
    """For nobody but its owner: resumes and recordings will lie there."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
