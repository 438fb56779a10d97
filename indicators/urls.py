"""Addresses of the indicators, below `/{lang}/indicators/`."""

from django.urls import path

from . import views

app_name = "indicators"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<slug:code>/", views.indicator, name="indicator"),
    path("<slug:code>/embed/", views.embed, name="embed"),
    path("<slug:code>/series.svg", views.series_drawing, name="series_drawing"),
]
