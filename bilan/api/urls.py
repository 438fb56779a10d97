"""Addresses of the API, below `/api/`."""

from django.urls import path

from . import views

app_name = "api"
urlpatterns = [
    path("v1/", views.entrance, name="entrance"),
    path("v1/openapi.json", views.description, name="description"),
    path("v1/<slug:name>", views.listing, name="listing"),
    path("v1/<slug:name>/<str:key>", views.item, name="item"),
    path("<path:rest>", views.nothing, name="nothing"),
]
