"""The app of accounts."""

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "turnstone_web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
