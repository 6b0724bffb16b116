"""Who may do what. Each rule is a pair: `check_can_x` raises with the reason, `can_x` answers yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from turnstone.errors import PolicyDenied
from turnstone_web.accounts.models import Role, User

INVESTIGATORS = frozenset({Role.ANALYST, Role.FINANCIAL, Role.PROSECUTOR, Role.SUPERVISOR})
"""Who works on the market."""


def _one_of(user: User, roles: frozenset[str], what: str) -> None:
    if not user.is_authenticated or not user.is_active or not user.roles & roles:
        who = ", ".join(str(Role(role).label) for role in sorted(roles))
        raise PolicyDenied(
            f"you may not {what}",
            lifted_by="an administrator, who gives roles",
            do=f"ask for one of these roles: {who}",
        )


def answered(check: Callable[..., None]) -> Callable[..., bool]:
    """The half of a pair that answers yes or no."""

    def can(*args: Any, **named: Any) -> bool:
        try:
            check(*args, **named)
        except PolicyDenied:
            return False
        return True

    can.__name__ = check.__name__.removeprefix("check_")
    can.__doc__ = f"Whether `{check.__name__}` lets it pass."
    return can


def check_can_see_market(user: User) -> None:
    """See leads, networks, evidence and the market, masked."""
    _one_of(user, INVESTIGATORS, "see leads and networks")


def check_can_decide(user: User) -> None:
    """Accept or reject leads, assign them, judge pairs."""
    _one_of(user, frozenset({Role.ANALYST, Role.FINANCIAL, Role.SUPERVISOR}), "decide on leads")


def check_can_write_notes(user: User) -> None:
    """Write notes, tasks and briefs."""
    _one_of(user, INVESTIGATORS, "write notes")


def check_can_unlock(user: User) -> None:
    """See names and contacts of one network for a while, for a reason that is kept."""
    _one_of(user, INVESTIGATORS, "see names and contacts")


def check_can_run(user: User) -> None:
    """Start a run, or stop one."""
    _one_of(user, frozenset({Role.ANALYST, Role.SUPERVISOR}), "start or stop work on the files")


def check_can_confirm(user: User, first: User) -> None:
    """Be the second person for a judgement: not whoever judged first."""
    check_can_decide(user)
    if user.pk == first.pk:
        raise PolicyDenied("two people must look, and you were the first", lifted_by="nobody", do="ask a colleague")


def check_can_see_audit(user: User) -> None:
    """Read who read what, and why."""
    _one_of(user, frozenset({Role.AUDITOR, Role.SUPERVISOR}), "read the audit")


def check_can_manage_users(user: User) -> None:
    """Make accounts and teams, give and take roles."""
    _one_of(user, frozenset({Role.ADMINISTRATOR}), "manage accounts")


def check_can_manage_sources(user: User) -> None:
    """See under which law, for what purpose and until when files are held, and say which teams need to know them."""
    _one_of(user, frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}), "manage sources")


def check_can_refer(user: User) -> None:
    """Record that somebody in danger, or a child, was referred. Whoever works here may."""
    _one_of(user, frozenset(Role.values), "record a referral")


def check_can_keep_contacts(user: User) -> None:
    """Say whom everybody is told to call when somebody is in danger, or a child."""
    _one_of(user, frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR}), "keep the contacts for referral")


def check_can_sign_in(user: User) -> None:
    """Use one's own account."""
    if not user.is_authenticated or not user.is_active:
        raise PolicyDenied("you are not signed in", lifted_by="whoever has an account", do="sign in")


can_see_market = answered(check_can_see_market)
can_decide = answered(check_can_decide)
can_write_notes = answered(check_can_write_notes)
can_unlock = answered(check_can_unlock)
can_run = answered(check_can_run)
can_confirm = answered(check_can_confirm)
can_see_audit = answered(check_can_see_audit)
can_manage_users = answered(check_can_manage_users)
can_manage_sources = answered(check_can_manage_sources)
can_refer = answered(check_can_refer)
can_keep_contacts = answered(check_can_keep_contacts)
can_sign_in = answered(check_can_sign_in)
