"""A book's settings, branches and registrations, in the day of tests/api/guide/story.py."""

from typing import Any

from allauth.account.models import EmailAddress

from businesses.models import Invitation, User
from businesses.operations.invitations import invite
from businesses.roles import Role
from tests.ledger.shops import open_shop

GSTIN = "27AAPFU0939F1ZV"


def tell(asha: Any, shop: Any) -> None:
    """Asha changes her book, opens a godown under her GSTIN, and closes it again."""
    book = f"/businesses/{shop.id}"
    asha.patch(book, {"phone": "98300 12345", "upi_id": "asha@okbank"})
    numbers, branches = f"{book}/registrations", f"{book}/branches"
    asha.post(numbers, {"kind": "gstin", "number": "22AAAAA0000A1Z5"})
    asha.post(numbers, {"kind": "bin", "number": "0001234560101"})
    number = asha.post(numbers, {"kind": "gstin", "number": GSTIN, "legal_name": "सेन एंड संस"}).json()[
        "registration"
    ]
    asha.post(numbers, {"kind": "gstin", "number": GSTIN})
    one = f"{numbers}/{number['registration_id']}"
    asha.patch(one, {"scheme": "composition"}, If_Match="1")
    under = {"branch_name": "বড়বাজার গুদাম", "kind": "godown", "registration_id": number["registration_id"]}
    made = asha.post(branches, under).json()["branch"]["branch_id"]
    asha.post(branches, under)
    asha.delete(one, If_Match="2")
    asha.get(numbers)
    main = asha.get(branches).json()["branches"][0]
    asha.post(f"{branches}/{main['branch_id']}/close", If_Match=str(main["rev"]))
    asha.patch(f"{branches}/{made}", {"branch_name": "বড়বাজার", "registration_id": None}, If_Match="1")
    asha.post(f"{branches}/{made}/close", If_Match="2")
    asha.post(f"{branches}/{made}/open", If_Match="3")
    asha.delete(f"{branches}/{made}", If_Match="4")
    asha.delete(one, If_Match="2")
    _offers(asha, shop)


def _offers(asha: Any, shop: Any) -> None:
    """Two other books invite her: yes to one, no to the other."""
    mail, user = "asha.sen@example.org", User.objects.get(id=shop.asha.user_id)
    EmailAddress.objects.create(user=user, email=mail, verified=True, primary=False)
    before, user.email = user.email, mail
    user.save(update_fields=["email"])
    for name, answer in (("দেবের মুদিখানা", "accept"), ("মীনা টেলার্স", "decline")):
        other = open_shop(name=name)
        invite(business_id=other.id, actor=other.asha, phone="", email=mail, role=Role.STAFF, now=shop.now)
        asha.get("/me/invitations")
        asha.post(f"/me/invitations/{Invitation.objects.latest('pk').pk}/{answer}")
    user.email = before
    user.save(update_fields=["email"])
    asha.get("/me/sign-ins")
