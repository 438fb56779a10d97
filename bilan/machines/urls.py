"""Addresses that machines read, in every language or in none; `bilan.urls` takes both lists."""

from django.urls import path

from bilan import converters  # noqa: F401  registers `year` and `ordinal`

from . import datapackage, feed, sitemap, texts

everywhere = [
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", texts.robots, name="robots"),
    path(".well-known/security.txt", texts.security, name="security"),
    path("data/<year:year>/datapackage.json", datapackage.datapackage, name="datapackage"),
    path(
        "data/<year:year>/releases/<ordinal:number>/datapackage.json",
        datapackage.datapackage,
        name="release_datapackage",
    ),
]
in_languages = [path("feed.xml", feed.feed, name="feed")]
