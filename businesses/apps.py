from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class BusinessesConfig(AppConfig):
    name = "businesses"
    verbose_name = gettext_lazy("People and their books")  # on the staff's pages
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from businesses import strong, walls

        walls.guard()
        strong.guard()
