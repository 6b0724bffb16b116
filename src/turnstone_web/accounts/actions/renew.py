"""A new first password for whoever forgot theirs; no second factor for whoever lost it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.new_account import given_password
from turnstone_web.accounts.permissions import check_can_manage_users
from turnstone_web.audit.record import record


def new_password(by: User, to: User) -> str:
    """The password, which nobody keeps; all sessions of the account end. Raises TurnstoneError for an account that signs in
    by a link on its own machine, and for whoever asks for themselves: they change theirs on their own page."""
    _check(by, to, own="your own password is changed by yourself", page="Password")
    with transaction.atomic():
        password = given_password(to)
        to.save(update_fields=["password"])
        record(by, "new password", "user", to.username)
    return password


def no_second_factor(by: User, to: User) -> int:
    """Takes codes, recovery codes and passkeys away: at the next sign-in the account gets only to the page that sets one up.
    Gives how many went. Somebody else must do it: nobody takes away their own by this way."""
    _check(by, to, own="your own second factor is changed by yourself", page="Second factor")
    with transaction.atomic():
        gone, _ = Authenticator.objects.filter(user=to).delete()
        record(by, "no second factor", "user", to.username, gone=gone)
    return gone


def _check(by: User, to: User, *, own: str, page: str) -> None:
    """That an administrator asks, for somebody else, who signs in by a password."""
    check_can_manage_users(by)
    if to.local:
        raise TurnstoneError("this account has no password; it signs in by a link", do="start `turnstone serve` again")
    if by.pk == to.pk:
        raise TurnstoneError(own, do=f"open your own page, then {page}")
