"""Every way out of this server: where to, what is sent, and when something last answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import Session, col

from neurohire import clock
from neurohire.ai.service import CAPABILITIES, Capability, service_of
from neurohire.auth.actors import Actor
from neurohire.errors import NotFound
from neurohire.models.model_calls import ModelCall
from neurohire.resumes import virus_scan
from neurohire.services.ice_servers import listed
from neurohire.settings import Settings

LOOK_BACK = timedelta(days=30)


class LastAnswer(BaseModel):
    """`outcome`: "done", or one word for what went wrong."""

    at: datetime
    outcome: str
    milliseconds: int


class Connection(BaseModel):
    """`kind`: a capability, virus_scan, stun, turn or database. `host` is empty when it is off."""

    kind: str
    is_on: bool
    host: str
    model: str = ""
    is_common: bool = False  # the model's settings for all
    has_key: bool = False
    last: LastAnswer | None = None


def overview(db: Session, actor: Actor, settings: Settings) -> list[Connection]:
    """For admins; what is off is listed, too."""
    if not actor.is_admin:
        raise NotFound()
    found = [_service(db, settings, capability) for capability in CAPABILITIES]
    scanned = virus_scan.last_answer()
    last = None
    if scanned is not None:
        last = LastAnswer(at=scanned.at, outcome=scanned.outcome, milliseconds=scanned.milliseconds)
    found.append(Connection(kind="virus_scan", is_on=bool(settings.clamd), host=settings.clamd, last=last))
    found += [_ice("stun", listed(settings.stun_urls)), _ice("turn", listed(settings.turn_urls))]
    found[-1].has_key = settings.turn_secret is not None
    address = urlsplit(settings.database_url)
    is_remote = bool(address.hostname)
    found.append(Connection(kind="database", is_on=is_remote, host=_host(address.hostname, address.port)))
    return found


def _ice(kind: str, addresses: list[str]) -> Connection:
    """Servers that browsers in a call speak to; this server never does."""
    hosts = [address.split("?")[0].split(":", 1)[1] for address in addresses]
    return Connection(kind=kind, is_on=bool(hosts), host=", ".join(dict.fromkeys(hosts)))


def _service(db: Session, settings: Settings, capability: Capability) -> Connection:
    service = service_of(settings, capability)
    address = urlsplit(service.base_url if service else "")
    return Connection(
        kind=capability,
        is_on=service is not None,
        host=_host(address.hostname, address.port),
        model=service.name if service else "",
        is_common=service is not None and not getattr(settings, f"{capability}_base_url"),
        has_key=service is not None and service.key is not None,
        last=_last_call(db, capability),
    )


def _last_call(db: Session, capability: Capability) -> LastAnswer | None:
    """Calls that were never sent (no budget, paused) are no answers."""
    row = db.scalars(
        select(ModelCall)
        .where(col(ModelCall.at) > clock.now() - LOOK_BACK, col(ModelCall.capability) == capability)
        .where(col(ModelCall.outcome).not_in(("running", "stopped", "over_budget", "paused", "replaced")))
        .order_by(col(ModelCall.at).desc())
        .limit(1)
    ).first()
    return LastAnswer(at=row.at, outcome=row.outcome, milliseconds=row.milliseconds) if row else None


def _host(name: str | None, port: int | None) -> str:
    return f"{name}:{port}" if name and port else name or ""
