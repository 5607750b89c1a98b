"""The project's settings, made quick and silent for tests. Nothing here changes a rule."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("HALKHATA_DATA", str(Path(tempfile.gettempdir()) / f"halkhata-tests-{os.getuid()}"))
os.environ.setdefault("SECRET_KEY", "a-key-for-tests-only-that-is-as-long-as-a-real-one-must-be")
os.environ.setdefault("HALKHATA_DB_POOL", "0")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault("HALKHATA_APP_ROLE", "halkhata_app")

from config.settings import *  # noqa: F403

# The manifest storage wants `collectstatic` first; a test page finds its files where they lie.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="halkhata-files-"))
# With several processes pytest-django would name a file of each for an engine that is not Django's own.
if IS_SQLITE:  # noqa: F405
    DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"  # noqa: F405
# A test reads the log of calls right after the call.
ACCESS_LOG_SECONDS = 0
