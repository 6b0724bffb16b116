"""Record that somebody was referred."""

from __future__ import annotations

from django.db import transaction

from turnstone.errors import PolicyDenied, TurnstoneError
from turnstone_web.accounts.models import User
from turnstone_web.accounts.permissions import check_can_refer
from turnstone_web.audit.record import record
from turnstone_web.referral.models import Contact, Reason, Referral
from turnstone_web.referral.personal import looks_personal

LONGEST = 300


def refer(user: User, reason: str, words: str, *, contact: Contact | None = None, network: str = "") -> Referral:
    """`network`: the one whose page it came from, or nothing. No reviewer, ranking or run is asked.

    Raises TurnstoneError without a reason or with too many words, PolicyDenied where the words may tell who the person is."""
    check_can_refer(user)
    words = " ".join(words.split())
    if reason not in Reason.values:
        raise TurnstoneError(
            "no reason is chosen", do="choose why: danger now, a child, asks for help, or another reason"
        )
    if len(words) > LONGEST:
        raise TurnstoneError(f"more than {LONGEST} characters", do="a few words are enough here")
    if looks_personal(words):
        raise PolicyDenied(
            "the words may hold a telephone number, an address on the net or a document's number",
            lifted_by="nobody",
            do="take it out: what tells who the person is belongs with those who help them, and is not kept here",
        )
    with transaction.atomic():
        made = Referral.objects.create(network=network, reason=reason, words=words, contact=contact, by=user)
        # The words stay out of the audit, which is kept longer and read by others.
        record(
            user, "refer", "network" if network else "referral", network or str(made.pk),
            reason=str(Reason(reason).label), referral=str(made.pk), contact=contact.name if contact else "",
        )  # fmt: skip
    return made
