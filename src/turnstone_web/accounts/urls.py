"""Addresses of accounts."""

from django.urls import path

from turnstone_web.accounts.views import local, own, users

urlpatterns = [
    path("own/", own.own, name="own"),
    path("own/language", own.language, name="own_language"),
    path("users/", users.users, name="users"),
    path("users/new", users.new, name="user_new"),
    path("users/<int:pk>/roles", users.roles, name="user_roles"),
    path("users/<int:pk>/active", users.active, name="user_active"),
    path("local/<str:token>", local.local, name="local"),
]
