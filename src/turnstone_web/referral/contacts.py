"""The contacts in the order in which somebody in a hurry needs them."""

from __future__ import annotations

from turnstone_web.referral.models import Contact, Purpose

URGENCY = {purpose: place for place, purpose in enumerate(Purpose.values)}


def contacts_now() -> list[Contact]:
    """Those in use: emergency, children, support, hotlines; within each as the unit ordered them."""
    return in_order(list(Contact.objects.filter(active=True)))


def in_order(contacts: list[Contact]) -> list[Contact]:
    """Contacts sorted by urgency, order and name."""
    return sorted(contacts, key=lambda c: (URGENCY.get(c.purpose, len(URGENCY)), c.order, c.name.casefold(), c.pk))
