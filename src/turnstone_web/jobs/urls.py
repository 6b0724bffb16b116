"""Addresses of work."""

from django.urls import path

from turnstone_web.jobs.views import work

urlpatterns = [
    path("work/", work.work, name="work"),
    path("work/ask", work.ask_for, name="ask"),
    path("work/<int:job>/cancel", work.cancel_job, name="cancel"),
]
