"""Addresses of networks."""

from django.urls import path

from turnstone_web.networks.views import export, network, networks

urlpatterns = [
    path("networks/", networks.networks, name="networks"),
    path("networks/<str:network>/", network.network, name="network"),
    path("networks/<str:network>/graph.json", network.graph, name="graph"),
    path("networks/<str:network>/layout", network.layout, name="layout"),
    path("networks/<str:network>/export/<str:format>", export.export, name="export"),
]
