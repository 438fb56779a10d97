"""Addresses of the specialised units, below `/{lang}/units/`."""

from django.urls import path

from . import views

app_name = "units"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<slug:code>/", views.unit, name="unit"),
]
