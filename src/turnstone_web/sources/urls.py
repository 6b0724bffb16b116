"""The address of the sources."""

from django.urls import path

from turnstone_web.sources.views import sources

urlpatterns = [path("sources/", sources.sources, name="sources")]
