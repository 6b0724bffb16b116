"""Addresses of evidence."""

from django.urls import path

from turnstone_web.evidence.views import evidence

urlpatterns = [
    path("evidence/<str:network>/", evidence.evidence, name="evidence"),
    path("evidence/<str:network>/row/<str:mark>/", evidence.source_row, name="source_row"),
]
