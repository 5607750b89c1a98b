import pytest
from django.core.exceptions import ImproperlyConfigured

from config.checks import refuse_unsafe_start
from config.secret import UNSET


def test_the_settings_of_these_tests_may_start(settings):
    refuse_unsafe_start()


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"SECRET_KEY": UNSET}, "halkhata.E001"),
        ({"SECRET_KEY": "short"}, "halkhata.E001"),
        ({"ALLOWED_HOSTS": ["*"]}, "halkhata.E002"),
        ({"SITE_URL": "khata.example.com"}, "halkhata.E003"),
        ({"SITE_URL": "ftp://khata.example.com"}, "halkhata.E003"),
        ({"DEBUG": True, "TLS": True}, "halkhata.E004"),
        ({"LOG_FORMAT": "xml"}, "halkhata.E005"),
    ],
)
def test_a_deployment_that_is_not_safe_does_not_start(settings, wrong, fault):
    for name, value in wrong.items():
        setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=fault):
        refuse_unsafe_start()


@pytest.mark.parametrize("free", [{"SECRET_KEY": UNSET}, {"ALLOWED_HOSTS": ["*"]}])
def test_a_developers_machine_may_be_careless(settings, free):
    settings.DEBUG = True
    for name, value in free.items():
        setattr(settings, name, value)
    refuse_unsafe_start()
