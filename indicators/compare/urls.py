"""The address of the table and chart builder: `/{lang}/compare/`."""

from django.urls import path

from .views import compare

urlpatterns = [path("", compare, name="compare")]
