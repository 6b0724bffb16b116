"""Add a contact, change it, take it out of use or back into it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from turnstone.errors import TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_keep_contacts
from turnstone_web.audit.record import record
from turnstone_web.referral.models import Contact

FIELDS = ("name", "purpose", "phone", "address", "hours", "languages", "note", "order")


def add_contact(user: User, said: Mapping[str, str]) -> Contact:
    """`said`: FIELDS by name. Raises TurnstoneError for a contact without a name, a purpose, or a way to reach it."""
    check_can_keep_contacts(user)
    made = _filled(Contact(), said)
    with transaction.atomic():
        made.save()
        record(user, "add contact", "contact", str(made.pk), after=_facts(made))
    return made


def change_contact(user: User, pk: int, said: Mapping[str, str]) -> Contact | None:
    """The contact as changed; None where there is none of that number. What changed goes to the audit."""
    check_can_keep_contacts(user)
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(pk=pk).first()
        if contact is None:
            return None
        before = _facts(contact)
        after = _facts(_filled(contact, said))
        changed = [field for field in FIELDS if before[field] != after[field]]
        if changed:
            contact.save()
            record(
                user, "change contact", "contact", str(pk),
                before={f: before[f] for f in changed}, after={f: after[f] for f in changed},
            )  # fmt: skip
    return contact


def use_contact(user: User, pk: int, active: bool) -> bool:
    """Whether a contact is shown to those in need of one. False where there is none of that number."""
    check_can_keep_contacts(user)
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(pk=pk).first()
        if contact is None:
            return False
        if contact.active != active:
            contact.active = active
            contact.save(update_fields=["active"])
            record(user, "use contact" if active else "retire contact", "contact", str(pk), name=contact.name)
    return True


def _filled(contact: Contact, said: Mapping[str, str]) -> Contact:
    for field in FIELDS:
        setattr(contact, field, said.get(field, "").strip())
    contact.order = contact.order or 10
    try:
        contact.full_clean()
    except ValidationError as error:
        told = "; ".join(
            f"{contact._meta.get_field(f).verbose_name}: {' '.join(e)}" for f, e in error.message_dict.items()
        )
        raise TurnstoneError("that is no contact yet", do=told) from None
    if not (contact.phone or contact.address):
        raise TurnstoneError("nobody can reach it", do="give a telephone number, an address, or how else to reach it")
    return contact


def _facts(contact: Contact) -> dict[str, str | int]:
    return {field: getattr(contact, field) for field in FIELDS}
