"""`python -m turnstone_web.first_administrator NAME`: the first account of a unit's workbench.

It makes an administrator where there is none who can sign in, and prints the password, which is kept nowhere. All other accounts
are made by administrators in the workbench."""

from __future__ import annotations

import sys

import django

from turnstone.errors import PolicyDenied, TurnstoneError


def first_administrator(username: str) -> str:
    """The password. Raises PolicyDenied where somebody is administrator, TurnstoneError for a name that is taken or cannot be
    one."""
    from django.db import transaction

    from turnstone_web.accounts.models import Held, Role
    from turnstone_web.accounts.new_account import new_account
    from turnstone_web.audit.record import record

    if Held.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True, user__local=False).exists():
        raise PolicyDenied(
            "there is an administrator already",
            lifted_by="nobody",
            do="ask them for an account; they make it under People",
        )
    with transaction.atomic():
        _, password = new_account(username, username, [Role.ADMINISTRATOR])
        record(None, "make first administrator", "user", username)
    return password


def main(arguments: list[str]) -> int:
    """Gives the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    django.setup()
    try:
        password = first_administrator(arguments[0])
    except TurnstoneError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{arguments[0]} can sign in with this password, which is shown only now: {password}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
