"""The contacts, for those who keep them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from turnstone_web.accounts.allowed import allowed
from turnstone_web.accounts.permissions import check_can_keep_contacts
from turnstone_web.errors import NotThere
from turnstone_web.referral.actions.keep_contact import add_contact, change_contact, use_contact
from turnstone_web.referral.contacts import in_order
from turnstone_web.referral.models import Contact, Purpose


@allowed(check_can_keep_contacts)
def contacts(request: HttpRequest) -> HttpResponse:
    """All contacts, those out of use at the end."""
    all = in_order(list(Contact.objects.all()))
    context = {"contacts": sorted(all, key=lambda c: not c.active), "purposes": Purpose.choices}
    return render(request, "referral/contacts.html", context)


@allowed(check_can_keep_contacts, methods=("POST",))
def contact_new(request: HttpRequest) -> HttpResponse:
    """Adds a contact."""
    made = add_contact(request.user, request.POST.dict())
    messages.success(request, _("%(name)s is shown from now on.") % {"name": made.name})
    return redirect("contacts")


@allowed(check_can_keep_contacts, methods=("POST",))
def contact_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes a contact."""
    if change_contact(request.user, pk, request.POST.dict()) is None:
        raise NotThere("there is no such contact", do="look at the list again")
    return redirect("contacts")


@allowed(check_can_keep_contacts, methods=("POST",))
def contact_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a contact out of use, or back into it."""
    if not use_contact(request.user, pk, request.POST.get("active") == "1"):
        raise NotThere("there is no such contact", do="look at the list again")
    return redirect("contacts")
