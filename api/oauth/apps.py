from django.apps import AppConfig


class OauthConfig(AppConfig):
    name = "api.oauth"
    label = "oauth"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from api.kit import origins
        from api.oauth.queries import is_origin_of_app

        if is_origin_of_app not in origins.SOURCES:
            origins.SOURCES.append(is_origin_of_app)
