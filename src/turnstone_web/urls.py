"""All addresses of the site."""

from __future__ import annotations

from django.urls import include, path

from turnstone_web import home
from turnstone_web.accounts import urls as accounts
from turnstone_web.audit import urls as audit
from turnstone_web.desk import urls as desk
from turnstone_web.evidence import urls as evidence
from turnstone_web.jobs import urls as jobs
from turnstone_web.market import urls as market
from turnstone_web.networks import urls as networks
from turnstone_web.notes import urls as notes
from turnstone_web.referral import urls as referral
from turnstone_web.review import urls as review
from turnstone_web.search import urls as search
from turnstone_web.sources import urls as sources
from turnstone_web.wordings import urls as wordings

urlpatterns = [
    path("", home.home, name="home"),
    path("account/", include("allauth.urls")),
    *desk.urlpatterns,
    *networks.urlpatterns,
    *evidence.urlpatterns,
    *wordings.urlpatterns,
    *review.urlpatterns,
    *market.urlpatterns,
    *sources.urlpatterns,
    *jobs.urlpatterns,
    *search.urlpatterns,
    *notes.urlpatterns,
    *referral.urlpatterns,
    *audit.urlpatterns,
    *accounts.urlpatterns,
]
handler404 = "turnstone_web.home.not_found"
handler403 = "turnstone_web.home.refused"
handler500 = "turnstone_web.home.fault"
