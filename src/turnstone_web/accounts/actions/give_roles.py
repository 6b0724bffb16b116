"""Give and take roles; let an account sign in or no longer."""

from __future__ import annotations

from django.db import transaction

from turnstone.errors import PolicyDenied, TurnstoneError
from turnstone_web.accounts.models import Held, Role, User
from turnstone_web.accounts.permissions import check_can_manage_users
from turnstone_web.audit.record import record


def give_roles(by: User, to: User, roles: list[str]) -> None:
    """`to` holds these roles and no others. The last administrator cannot stop being one."""
    check_can_manage_users(by)
    if unknown := set(roles) - set(Role.values):
        raise TurnstoneError(f"there is no role {min(unknown)!r}", do=f"choose among {', '.join(Role.values)}")
    with transaction.atomic():
        before = set(to.held.values_list("role", flat=True))
        if Role.ADMINISTRATOR in before and Role.ADMINISTRATOR not in roles:
            _not_the_last(to)
        to.held.exclude(role__in=roles).delete()
        Held.objects.bulk_create(Held(user=to, role=role) for role in sorted(set(roles) - before))
        record(by, "give roles", "user", to.username, before=sorted(before), after=sorted(set(roles)))


def set_active(by: User, to: User, active: bool) -> None:
    """Whether an account can sign in. Nobody is deleted, since the audit names them."""
    check_can_manage_users(by)
    with transaction.atomic():
        if not active and Role.ADMINISTRATOR in to.roles:
            _not_the_last(to)
        to.is_active = active
        to.save(update_fields=["is_active"])
        record(by, "let in" if active else "shut out", "user", to.username)


def _not_the_last(user: User) -> None:
    others = Held.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user=user)
    if not others.exists():
        raise PolicyDenied("somebody must be administrator", lifted_by="nobody", do="make another one first")
