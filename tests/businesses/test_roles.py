import re
from pathlib import Path

from businesses.roles import GRANTS, Role, granted, is_granted

PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"


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
    assert granted(Role.STAFF) == {"khata.read", "khata.write"}


def test_only_the_owner_chooses_the_people():
    assert [role.value for role in Role if is_granted(role, "book.members")] == ["owner"]
