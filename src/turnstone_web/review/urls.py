"""Addresses of the review desk."""

from django.urls import path

from turnstone_web.review.views import review

urlpatterns = [
    path("review/", review.review, name="review"),
    path("review/<str:a>/<str:b>/", review.pair, name="pair"),
    path("review/<str:a>/<str:b>/judge", review.judge_pair, name="judge"),
]
