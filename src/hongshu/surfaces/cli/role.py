"""``hongshu role``: who of the staff may do what."""

from __future__ import annotations

import click

from hongshu.kernel.ids import Id
from hongshu.platform.accounts.contracts import Role
from hongshu.surfaces.cli.opening import opened, with_data_folder
from hongshu.surfaces.cli.refusals import Refused


@click.group()
def role() -> None:
    """Grant, revoke and list the roles of the staff."""


@role.command()
@click.argument("name", type=click.Choice([each.value for each in Role]))
@click.argument("login")
@with_data_folder
def grant(name: str, login: str) -> None:
    """Give the account of LOGIN (an e-mail address or phone number) a role. Twice is the same as once."""
    with opened():
        from hongshu.platform.accounts.services import grant_role

        grant_role(user_id=_account(login), role=Role(name))
        click.echo(f"{login} is {name} now.")


@role.command()
@click.argument("name", type=click.Choice([each.value for each in Role]))
@click.argument("login")
@with_data_folder
def revoke(name: str, login: str) -> None:
    """Take a role away from the account of LOGIN. Twice is the same as once."""
    with opened():
        from hongshu.platform.accounts.services import revoke_role

        revoke_role(user_id=_account(login), role=Role(name))
        click.echo(f"{login} is not {name} any more.")


@role.command(name="list")
@click.argument("login")
@with_data_folder
def list_(login: str) -> None:
    """Tell which roles the account of LOGIN holds."""
    with opened():
        from hongshu.platform.accounts.queries import list_roles

        click.echo(", ".join(sorted(list_roles(_account(login)))) or "none")


def _account(login: str) -> Id:
    from hongshu.platform.accounts.queries import find_account

    found = find_account(login)
    if found is None:
        raise Refused(f"No account signs in with {login}. Sign up first, then grant the role.")
    return found
