from django.urls import path

from invoicing.views import expenses

app_name = "expenses"

ONE = "<uuid:paper_id>/"

urlpatterns = [
    path("", expenses.expenses, name="expenses"),
    path("new/", expenses.new, name="new"),
    path(ONE, expenses.expense, name="expense"),
    path(ONE + "edit/", expenses.edit, name="edit"),
    path(ONE + "take-out/", expenses.take_out, name="take_out"),
]
