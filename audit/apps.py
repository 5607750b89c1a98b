from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy

from core import seals


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = gettext_lazy("Work, and what changed")  # on the staff's pages
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from audit import pulses  # noqa: F401 - listening to Celery is what the import does

        seals.guard(self)
        # Every app's tasks.py registers its kinds of jobs: pages need their titles, workers their work.
        autodiscover_modules("tasks")
