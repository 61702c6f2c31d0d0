"""A server of its own, an interview in it, and its candidate's page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from neurohire.auth.actors import Actor
from neurohire.database import Database
from neurohire.services import api_tokens
from neurohire.settings import Settings
from neurohire.vocabulary import Role
from tests import people
from tests.faults.candidate import ScriptedCandidate, cookie
from tests.live_server import LiveServer


@dataclass
class Cast:
    """Who takes part."""

    actor: Actor
    bearer: dict[str, str]
    position_id: str
    interviews: list[str]
    tokens: list[str]  # the candidates' login sessions


def cast(db: Session, interviews: int = 1, questions: int = 5) -> Cast:
    actor = people.make_actor(db, "rita@example.org", Role.RECRUITER)
    position = people.make_position(db, actor, questions)
    made = [
        people.make_interview(db, actor, position, f"kim{n}@example.org", f"Kim {n}")
        for n in range(interviews)
    ]
    tokens = [people.enter(db, actor, interview)[0] for interview in made]
    bearer = {"authorization": f"Bearer {api_tokens.create_for(db, 'rita@example.org')}"}
    return Cast(actor, bearer, position.id, made, tokens)


class Stage:
    """The live server with its database opened from here too (the test's settings have the same secret)."""

    def __init__(self, server: LiveServer, database_url: str, settings: Settings) -> None:
        self.server, self.settings = server, settings
        self.database = Database(database_url)

    def cast(self, interviews: int = 1, questions: int = 5) -> Cast:
        return self.database.run(cast, interviews, questions)[0]

    def candidate(self, cast: Cast, number: int = 0) -> ScriptedCandidate:
        header = cookie(self.settings.secret_key(), cast.tokens[number])
        return ScriptedCandidate(self.server.url, cast.interviews[number], header, seed=number + 1)
