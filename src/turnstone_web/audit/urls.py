"""Addresses of the audit."""

from django.urls import path

from turnstone_web.audit import views

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/export", views.export, name="audit_export"),
]
