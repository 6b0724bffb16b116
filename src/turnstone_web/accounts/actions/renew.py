"""A new first password for whoever forgot theirs; no second factor for whoever lost it."""

from __future__ import annotations

import secrets

from allauth.mfa.models import Authenticator
from django.db import transaction

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_manage_users
from turnstone_web.audit.record import record


def new_password(by: User, to: User) -> str:
    """The password, which nobody keeps; all sessions of the account end. Raises TurnstoneError for an account that signs in
    by a link on its own machine, and for whoever asks for themselves: they change theirs on their own page."""
    check_can_manage_users(by)
    _not_local(to)
    if by.pk == to.pk:
        raise TurnstoneError("your own password is changed by yourself", do="open your own page, then Password")
    password = secrets.token_urlsafe(15)
    with transaction.atomic():
        to.set_password(password)
        to.save(update_fields=["password"])
        record(by, "new password", "user", to.username)
    return password


def no_second_factor(by: User, to: User) -> int:
    """Takes codes, recovery codes and passkeys away: at the next sign-in the account gets only to the page that sets one up.
    Gives how many went. Somebody else must do it: nobody takes away their own by this way."""
    check_can_manage_users(by)
    _not_local(to)
    if by.pk == to.pk:
        raise TurnstoneError(
            "your own second factor is changed by yourself", do="open your own page, then Second factor"
        )
    with transaction.atomic():
        gone, _ = Authenticator.objects.filter(user=to).delete()
        record(by, "no second factor", "user", to.username, gone=gone)
    return gone


def _not_local(user: User) -> None:
    if user.local:
        raise TurnstoneError("this account has no password; it signs in by a link", do="start `turnstone serve` again")
