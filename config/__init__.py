"""The only package that knows every other. The Celery app is made here so that any process can ring."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
