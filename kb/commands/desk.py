"""desk-token: the key of the keeper's desk, made, shown once, and taken back."""

from __future__ import annotations

import os

import click


def desk_token(*, revoke: bool) -> None:
    """Make a token and print it, or take the present one back. Raises UserDataError when the folder cannot be written."""
    from kb.userdata import Settings, token

    data = Settings.of(os.environ).path
    if revoke:
        gone = token.revoke(data)
        click.echo("The token is taken back; the desk is closed." if gone else "There is no token.")
        return
    before = token.stamp(data)
    made = token.make(data)
    if before:
        click.echo("The token from before is no longer valid.", err=True)
    click.echo("Keep it now, it is not shown again. It opens /desk:", err=True)
    click.echo(made)
