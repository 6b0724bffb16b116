"""Addresses of accounts."""

from django.urls import path

from turnstone_web.accounts.views import local, need, own, teams, users

urlpatterns = [
    path("own/", own.own, name="own"),
    path("own/language", own.language, name="own_language"),
    path("users/", users.users, name="users"),
    path("users/new", users.new, name="user_new"),
    path("users/<int:pk>/roles", users.roles, name="user_roles"),
    path("users/<int:pk>/active", users.active, name="user_active"),
    path("users/<int:pk>/renew", users.renew, name="user_renew"),
    path("users/teams/new", teams.team_new, name="team_new"),
    path("users/teams/<int:pk>", teams.team_members, name="team_members"),
    path("need/", need.needs, name="needs"),
    path("need/<str:kind>/<str:thing>/", need.need, name="need"),
    path("need/<str:kind>/<str:thing>/set", need.need_set, name="need_set"),
    path("local/<str:token>", local.local, name="local"),
]
