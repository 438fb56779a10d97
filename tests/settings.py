"""The site's own settings, with a database for the tests, stricter templates and faster passwords."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from .strict_templates import UnknownVariable

# SQLite waits for the disk at every commit, as the site must; memory answers sooner.
MEMORY = Path("/dev/shm")
roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**30
SCRATCH = Path(tempfile.mkdtemp(prefix="bilan-tests-", dir=MEMORY if roomy else None))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

# A developer's own environment must not change what the tests see.
for name in (
    *("ALLOWED_HOSTS", "CACHE_URL", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "DEBUG", "HTTPS", "MEDIA_ROOT"),
    *("PUBLIC_DATABASE_URL", "RELEASES_MANIFEST", "RELEASES_MANIFEST_KEY", "SECRET_KEY", "SIDE", "TIME_ZONE"),
):
    os.environ.pop(name, None)
os.environ["VAR_DIR"] = str(SCRATCH)
if os.environ.get("BILAN_TESTS_ON") == "postgresql":
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from bilan.settings import *  # noqa: E402, F403, TID251
from bilan.settings import BASE_DIR, DATABASES, STATIC_ROOT, STORAGES, TEMPLATES  # noqa: E402, TID251

# A file, not memory: threads and browsers then have connections of their own, as on the site.
DATABASES["default"]["TEST"] = {
    "NAME": SCRATCH / "test.sqlite3"
    if "sqlite" in DATABASES["default"]["ENGINE"]
    else f"test_bilan_{os.getpid()}"
}
STATIC_ROOT.mkdir()
# Plain names: the manifest is made by collectstatic, and tests/test_static_files.py sees that it can be.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable(BASE_DIR)
# Three documents a release take a second; tests/bilan/test_document.py turns them on.
RELEASE_DOCUMENTS = False
