"""Who works here: users, their roles, teams, and the sources that only some teams may see."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does in the unit. One person may have several."""

    ANALYST = "analyst", _("Analyst")
    FINANCIAL = "financial", _("Financial investigator")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    SUPPORT = "support", _("Support worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Team(models.Model):
    """People who work on the same things."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person with an account. Whoever leaves is made inactive and never deleted: the audit names them."""

    first_name = None
    last_name = None
    name = models.CharField(_("name as it is shown"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    local = models.BooleanField(default=False)
    """The one person of a local installation, who signs in by a link on their own machine."""
    teams = models.ManyToManyField(Team, related_name="members", blank=True)

    REQUIRED_FIELDS: list[str] = []

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def roles(self) -> frozenset[str]:
        """The roles held now."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.held.values_list("role", flat=True)) if self.pk else frozenset()
        return self._roles


class Held(models.Model):
    """A role that somebody holds."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="held")
    role = models.CharField(max_length=16, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="one_role_once")]


class Restricted(models.Model):
    """A file, or a network that is worked on, that only some teams need to know. What is not named here is everybody's who
    may see leads. Several restrictions of one thing hold together: one must be let in by each."""

    class Kind(models.TextChoices):
        SOURCE = "source", _("File")
        NETWORK = "network", _("Network")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    thing = models.CharField(max_length=80)
    """The SHA-256 of the file, or the network's id."""
    teams = models.ManyToManyField(Team, related_name="restricted")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    run = models.CharField(max_length=20, blank=True)
    """The run in which the network has this id; nothing for a file."""
    carried = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="carries")
    """The restriction of a network from which this one came, where the network went on under another id in a later run."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing"], condition=models.Q(carried=None), name="one_restriction"),
            models.UniqueConstraint(fields=["kind", "thing", "carried"], name="one_carried_restriction"),
        ]
