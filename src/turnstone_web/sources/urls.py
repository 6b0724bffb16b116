"""Addresses of the sources."""

from django.urls import path

from turnstone_web.sources.views import source, sources

urlpatterns = [
    path("sources/", sources.sources, name="sources"),
    path("sources/<str:sha>/", source.source, name="source"),
    path("sources/<str:sha>/hold", source.source_hold, name="source_hold"),
]
