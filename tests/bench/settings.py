"""The settings of tests, with the plain view."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.plain"
ACCESS_LOG_SECONDS = 1.0
