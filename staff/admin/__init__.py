"""The staff's site: users, books and jobs to look at, and what a book holds while somebody is on a visit to it."""

from django.utils.translation import gettext_lazy as _

from audit.models import Event, Job
from businesses.models import Business, User
from ledger.models import Party
from staff.admin.books import Books
from staff.admin.contents import JOURNAL, Parties, Trail
from staff.admin.people import Users
from staff.admin.site import site
from staff.admin.work import Jobs

__all__ = ["site"]

TABLES = (
    (User, Users, _("person"), _("People")),
    (Business, Books, _("book"), _("Books")),
    (Job, Jobs, _("job"), _("Jobs")),
    (Party, Parties, _("party"), _("Parties")),
    (Event, Trail, _("change"), _("Trail")),
    *JOURNAL,
)
"""With what these pages call one row and many; the tables' own names are the programmers'."""

for model, rows_of, one, many in TABLES:
    model._meta.verbose_name, model._meta.verbose_name_plural = one, many  # noqa: SLF001 Django's documented interface
    site.register(model, rows_of)
