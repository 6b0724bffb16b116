"""An account with its first password, kept together with its roles. Whoever calls has checked who may, and records it."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from django.core.exceptions import ValidationError

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import Held, User


def given_password(user: User) -> str:
    """Gives the account a new password, and gives it back; it is kept nowhere, and the account is not saved."""
    password = secrets.token_urlsafe(15)
    user.set_password(password)
    return password


def new_account(username: str, name: str, roles: Collection[str]) -> tuple[User, str]:
    """The saved account and its password. To be called within a transaction. Raises TurnstoneError for a name to sign in by that
    is taken, in whatever case, or cannot be one."""
    if User.objects.filter(username__iexact=username).exists():
        raise TurnstoneError(f"there is an account {username!r} already", do="choose another name to sign in by")
    made = User(username=username, name=name)
    password = given_password(made)
    try:
        made.full_clean()
    except ValidationError as error:
        raise TurnstoneError("; ".join(error.messages), do="use letters, digits and @ . + - _") from None
    made.save()
    Held.objects.bulk_create(Held(user=made, role=role) for role in sorted(set(roles)))
    return made, password
