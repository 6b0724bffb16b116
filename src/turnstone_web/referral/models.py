"""Whom the unit calls when somebody is in danger, and that it did. Neither holds anything of the person in need."""

from __future__ import annotations

import re
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

DIALLED = re.compile(r"\+?[\d\s()./-]+")


class Purpose(models.TextChoices):
    """What a contact is for, the most urgent first."""

    EMERGENCY = "emergency", _("Emergency")
    CHILD = "child", _("Child protection")
    SUPPORT = "support", _("Support service")
    HOTLINE = "hotline", _("Hotline")


class Reason(models.TextChoices):
    """Why somebody was referred."""

    DANGER = "danger", _("In danger now")
    CHILD = "child", _("A child, or somebody who may be one")
    HELP = "help", _("Asks for help")
    OTHER = "other", _("Another reason")


class Contact(models.Model):
    """An office that can be called. Contacts are taken out of use, never deleted: referrals name them."""

    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("what for"), max_length=10, choices=Purpose.choices)
    phone = models.CharField(_("telephone"), max_length=80, blank=True)
    address = models.CharField(_("address, or how else to reach it"), max_length=300, blank=True)
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=10)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    @property
    def dial(self) -> str:
        """What a telephone dials; empty where `phone` says more than one number."""
        return re.sub(r"[^\d+]", "", self.phone) if DIALLED.fullmatch(self.phone) else ""


class Referral(models.Model):
    """Somebody was referred: when, by whom, why, to whom. Who it was stands nowhere here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    words = models.CharField(max_length=300, blank=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="referrals")
    """None where somebody was called who is not among the contacts, or could not be reached yet."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["network", "at"])]
        ordering = ["-at", "-pk"]
