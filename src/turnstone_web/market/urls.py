"""Addresses of the market."""

from django.urls import path

from turnstone_web.market.views import market

urlpatterns = [
    path("market/", market.market, name="market"),
    path("market/market.json", market.market_json, name="market_json"),
]
