"""Addresses of the desk."""

from django.urls import path

from turnstone_web.desk.views import acting, alerts, lead, leads

urlpatterns = [
    path("leads/", leads.leads, name="leads"),
    path("leads/<str:network>/", lead.lead, name="lead"),
    path("leads/<str:network>/decide", acting.decide_lead, name="decide"),
    path("leads/<str:network>/assign", acting.assign_lead, name="assign"),
    path("leads/<str:network>/watch", acting.watch_network, name="watch"),
    path("leads/<str:network>/unlock", acting.unlock_network, name="unlock"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/seen", alerts.seen, name="alerts_seen"),
]
