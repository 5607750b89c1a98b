from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from core import seals


class AuditConfig(AppConfig):
    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        seals.guard(self)
        # Every app's tasks.py registers its kinds of jobs: pages need their titles, workers their work.
        autodiscover_modules("tasks")
