"""Restrictions of networks beside those of files. The table that goes was never written to."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="Restricted"),
        migrations.CreateModel(
            name="Restricted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("source", "File"), ("network", "Network")], max_length=8)),
                ("thing", models.CharField(max_length=80)),
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("run", models.CharField(blank=True, max_length=20)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "carried",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carries",
                        to="accounts.restricted",
                    ),
                ),
                ("teams", models.ManyToManyField(related_name="restricted", to="accounts.team")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("carried", None)), fields=("kind", "thing"), name="one_restriction"
                    ),
                    models.UniqueConstraint(fields=("kind", "thing", "carried"), name="one_carried_restriction"),
                ],
            },
        ),
    ]
