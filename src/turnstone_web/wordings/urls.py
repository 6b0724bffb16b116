"""Addresses of wordings and names."""

from django.urls import path

from turnstone_web.wordings.views import identities, wording

urlpatterns = [
    path("networks/<str:network>/names/", identities.identities, name="identities"),
    path("networks/<str:network>/wordings/<str:template>/", wording.wording, name="wording"),
]
