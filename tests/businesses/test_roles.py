import re
from pathlib import Path

from businesses.roles import (
    GRANTS,
    SENTENCES,
    SINGLE,
    Role,
    granted,
    is_granted,
    sentences,
    single_grants,
    standing,
)

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "roles.md"


def table_of_the_page() -> dict[str, dict[str, bool]]:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text().splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    labels = {str(role.label): role.value for role in Role}
    roles = [labels[label] for label in rows[0][1:-1]]
    answers = {"yes": True, "no": False}
    return {
        re.fullmatch(r"`([a-z.]+)`", row[-1])[1]: dict(
            zip(roles, [answers[cell] for cell in row[1:-1]], strict=True)
        )
        for row in rows[1:]
    }


def test_the_page_about_roles_says_what_the_code_does():
    code = {can: {role.value: role in roles for role in Role} for can, roles in GRANTS.items()}
    assert table_of_the_page() == code


def test_staff_add_entries_but_neither_edit_older_ones_nor_see_totals():
    reads, writes = (
        {"khata.read", "rent.read", "sales.read", "stock.read"},
        {"khata.write", "sales.write", "stock.write"},
    )
    assert granted(Role.STAFF) == reads | writes


def test_only_the_owner_chooses_the_people():
    assert [role.value for role in Role if is_granted(role, "book.members")] == ["owner"]


def test_single_grants_are_added_and_taken_from_what_the_role_brings():
    assert granted("staff +totals.read") == granted(Role.STAFF) | {"totals.read"}
    assert granted("manager -book.import") == granted(Role.MANAGER) - {"book.import"}
    assert standing("staff", "") == "staff"
    assert granted(standing("reader", single_grants("reader", ["khata.write"]))) == {
        "khata.read",
        "khata.write",
        "rent.read",
        "sales.read",
        "stock.read",
    }


def test_every_choice_of_single_grants_comes_out_as_it_was_ticked():
    for role in Role:
        for can in SINGLE:
            for chosen in ({can}, set(SINGLE) - {can}):
                found = granted(standing(role, single_grants(role, chosen)))
                assert found & set(SINGLE) == chosen
                assert found - set(SINGLE) == granted(role) - set(SINGLE)


def test_reading_and_the_choice_of_people_are_nobodys_to_give():
    assert set(GRANTS) - set(SINGLE) == {
        "khata.read",
        "rent.read",
        "sales.read",
        "stock.read",
        "book.members",
    }


def test_each_grant_is_told_in_a_sentence():
    assert sentences("staff +totals.read -khata.write") == [
        str(SENTENCES[Role.STAFF]),
        "May see the totals, statements and exports.",
        "May not write entries.",
    ]


def test_no_code_asks_by_the_role_alone():
    """A role without its single grants would let through what an owner took."""
    asked = re.compile(r"(?:is_granted|granted|beyond)\(\s*(\w+(?:\.\w+)*\.role)\b")
    found = {
        f"{path.relative_to(ROOT)}: {match[1]}"
        for app in ("api", "audit", "backups", "businesses", "config", "imports", "inventory", "ledger")
        for path in (ROOT / app).rglob("*.py")
        for match in asked.finditer(path.read_text(encoding="utf-8"))
        if not match[1].endswith("actor.role")
    }
    assert found == set()


def test_no_actor_is_made_of_the_role_alone():
    made = re.compile(r"Actor\([^)]*\bmembership\.role\b")
    found = [
        str(path.relative_to(ROOT))
        for app in ("api", "audit", "backups", "businesses", "config", "imports", "inventory", "ledger")
        for path in (ROOT / app).rglob("*.py")
        if made.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
