from django.urls import path

from businesses.views import (
    book,
    branches,
    contact,
    deleting,
    invitations,
    leaving,
    me,
    members,
    password,
    proof,
    sign_in,
    sign_ins,
)

app_name = "businesses"

PEOPLE = "b/<uuid:business_id>/people/"
SETTINGS = "b/<uuid:business_id>/settings/"
BRANCHES = SETTINGS + "branches/"
NUMBERS = SETTINGS + "registrations/"

urlpatterns = [
    path("", me.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="code"),
    path("sign-in/code/again/", sign_in.code_again, name="code_again"),
    path("sign-in/proof/", proof.proof, name="proof"),
    path("sign-in/password/", password.password, name="password"),
    path("sign-out/", me.sign_out, name="sign_out"),
    path("language/", me.language, name="language"),
    path("me/", me.me, name="me"),
    path("me/phone/", contact.phone, name="contact_phone"),
    path("me/email/", contact.email, name="contact_email"),
    path("me/contact/code/", contact.code, name="contact_code"),
    path("me/sign-ins/", sign_ins.sign_ins, name="sign_ins"),
    path("me/invitations/", invitations.invitations, name="invitations"),
    path("me/invitations/<uuid:invitation_id>/", invitations.answer, name="invitation_answer"),
    path(SETTINGS, book.settings, name="book_settings"),
    path(SETTINGS + "second-factor/", book.second_factor, name="book_second_factor"),
    path(SETTINGS + "delete/", deleting.delete, name="book_delete"),
    path("b/<uuid:business_id>/leave/", leaving.leave, name="leave"),
    path("me/deleted-books/", deleting.deleted, name="deleted_books"),
    path("me/deleted-books/<uuid:book_id>/restore/", deleting.restore, name="book_restore"),
    path(BRANCHES, branches.overview, name="branches"),
    path(BRANCHES + "add/", branches.branch_add, name="branch_add"),
    path(BRANCHES + "<uuid:branch_id>/", branches.branch, name="branch"),
    path(BRANCHES + "<uuid:branch_id>/state/", branches.branch_state, name="branch_state"),
    path(NUMBERS + "add/", branches.registration_add, name="registration_add"),
    path(NUMBERS + "<uuid:registration_id>/", branches.registration, name="registration"),
    path(
        NUMBERS + "<uuid:registration_id>/remove/", branches.registration_remove, name="registration_remove"
    ),
    path(PEOPLE, members.people, name="people"),
    path(PEOPLE + "add/", members.add, name="member_add"),
    path(PEOPLE + "<uuid:member_id>/", members.role, name="member"),
    path(PEOPLE + "<uuid:member_id>/grants/", members.grants, name="member_grants"),
    path(
        PEOPLE + "invitations/<uuid:invitation_id>/withdraw/",
        members.withdraw_invitation,
        name="invitation_withdraw",
    ),
    path(PEOPLE + "<uuid:member_id>/confirm/", members.confirm, name="member_confirm"),
    path(PEOPLE + "<uuid:member_id>/remove/", members.remove, name="member_remove"),
]
