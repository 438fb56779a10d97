"""Addresses of the framework agreements, below `/{lang}/partnerships/`."""

from django.urls import path

from . import views

app_name = "partnerships"
urlpatterns = [
    path("", views.register, name="register"),
    path("<slug:reference>/", views.agreement, name="agreement"),
]
