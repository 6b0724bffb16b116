"""What people write about networks, and what is to be done. Notes are versions: each replaces one before, none is lost."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.TextChoices):
    """The parts of a network's brief; a note that is in none stands for itself."""

    NOTE = "", _("Note")
    KNOWN = "known", _("What is known")
    GAPS = "gaps", _("Gaps")
    NEXT = "next", _("Next steps")


BRIEF = (Section.KNOWN, Section.GAPS, Section.NEXT)


class Note(models.Model):
    """One version of a note, or of a section of the brief, in Markdown."""

    network = models.CharField(max_length=80, db_index=True)
    section = models.CharField(max_length=10, choices=Section.choices, blank=True)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    run = models.CharField(max_length=20, blank=True)
    """What was shown when it was written."""
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    """One to one: of two people who change the same version, only the first can."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "section"],
                condition=models.Q(replaces=None) & ~models.Q(section=""),
                name="one_beginning_of_a_section",
            )
        ]
        ordering = ["-at", "-pk"]


class Task(models.Model):
    """Something that somebody is asked to do about a network."""

    network = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=300)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tasks")
    due = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["to", "done_at", "due"])]
        ordering = ["done_at", models.F("due").asc(nulls_last=True), "pk"]
