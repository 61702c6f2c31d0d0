"""`user create`, `user link` and `token create`."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from neurohire.commands.opened import opened_database
from neurohire.services.accounts import create_user
from neurohire.services.api_tokens import ALL, create_for
from neurohire.services.users import link_for
from neurohire.settings import get_settings
from neurohire.vocabulary import Role, Scope

users = typer.Typer(help="Accounts of admins and recruiters.", no_args_is_help=True)
tokens = typer.Typer(help="Bearer tokens for the REST interface.", no_args_is_help=True)


class AccountRole(StrEnum):
    """Roles that have an account; candidates enter by their link."""

    admin = Role.ADMIN.value
    recruiter = Role.RECRUITER.value


@users.callback()
def _users() -> None:
    """Accounts of admins and recruiters."""


@tokens.callback()
def _tokens() -> None:
    """Bearer tokens for the REST interface."""


@users.command("create")
def create_account(
    email: Annotated[str, typer.Option(help="The address the person logs in with.")],
    role: Annotated[AccountRole, typer.Option(help="An admin sees everything; a recruiter sees his own.")],
    name: Annotated[str, typer.Option(help="Shown to colleagues; else taken from the address.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input, one line.")
    ] = False,
) -> None:
    """Make an account. The password is asked for, or read with --password-stdin."""
    password = _piped_password() if password_stdin else _asked_password()
    with opened_database(upgrade=True) as database:
        user, _ = database.run(create_user, email, name, Role(role.value), password)
    print(f"Made the {user.role} account {user.email}.")


@users.command("link")
def make_link(email: Annotated[str, typer.Option(help="The account whose password is to be set.")]) -> None:
    """Print a one-time link to set a new password, works for 7 days. Earlier links stop working."""
    with opened_database(upgrade=True) as database:
        link, _ = database.run(link_for, get_settings(), email)
    print(link.url)


@tokens.command("create")
def create_token(
    email: Annotated[str, typer.Option(help="The account the token acts as.")],
    name: Annotated[str, typer.Option(help="A word to tell tokens apart.")] = "",
    scope: Annotated[
        list[Scope] | None, typer.Option(help="What it may do; give it again for more. Else all of it.")
    ] = None,
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="How long it works; else without an end.")
    ] = None,
) -> None:
    """Print a new bearer token, and nothing else. It is shown this once."""
    with opened_database(upgrade=True) as database:
        token, _ = database.run(create_for, email, name, tuple(scope or ALL), days)
    print(token)


def _piped_password() -> str:
    """The first line; the end of the line belongs to the pipe, not to the password."""
    return sys.stdin.readline().rstrip("\r\n")


def _asked_password() -> str:
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
