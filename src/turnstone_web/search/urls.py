"""Addresses of the search."""

from django.urls import path

from turnstone_web.search.views import search

urlpatterns = [
    path("search/", search.search, name="search"),
    path("search/keep", search.keep_search, name="keep_search"),
    path("search/<int:search>/drop", search.drop_search, name="drop_search"),
]
