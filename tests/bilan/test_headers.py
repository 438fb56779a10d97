import pytest

from bilan.headers import cache_control, is_public


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("/ar/", True),
        ("/fr/2024/", True),
        ("/data/2024/figures.csv", True),
        ("/api/v1/figures", True),
        ("/sitemap.xml", True),
        ("/robots.txt", True),
        ("/.well-known/security.txt", True),
        ("/admin/", False),
        ("/preview/ar/2025/", False),
        ("/arabic/", False),
        ("/", False),
        ("/healthz", False),
    ],
)
def test_the_public_side_is_known_by_its_addresses(path, public):
    assert is_public(path) is public


@pytest.mark.parametrize(
    ("path", "status", "seconds", "expected"),
    [
        ("/ar/2024/", 200, None, "public, max-age=60, s-maxage=60"),
        ("/ar/2024/", 200, 3600, "public, max-age=60, s-maxage=60"),
        ("/ar/2024/", 200, 12, "public, max-age=12, s-maxage=12, stale-while-revalidate=0"),
        ("/ar/2024/", 200, 70, "public, max-age=60, s-maxage=60, stale-while-revalidate=10"),
        ("/ar/2024/", 200, 90, "public, max-age=60, s-maxage=60, stale-while-revalidate=30"),
        ("/ar/2024/", 200, 0, "public, max-age=0, s-maxage=0, stale-while-revalidate=0"),
        ("/data/2024/releases/1/figures.csv", 200, 5, "public, max-age=31536000, immutable"),
        ("/data/2024/releases/9/figures.csv", 404, None, "no-store"),
        ("/ar/2025/", 404, None, "no-store"),
        ("/ar/2024/", 503, None, "no-store"),
    ],
)
def test_a_copy_is_never_kept_past_the_next_release(path, status, seconds, expected):
    assert cache_control(path, status, seconds).startswith(expected)


@pytest.mark.django_db
def test_the_staff_side_is_private_and_never_kept(client):
    answer = client.get("/admin/login/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "camera=()" in answer.headers["Permissions-Policy"]
