from tests.repo.sources import ROOT, text


def test_every_document_is_in_the_index():
    index, decisions = text("docs/index.md"), text("docs/decisions/README.md")
    for document in [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "decisions").glob("*.md")]:
        if document.name not in {"index.md", "README.md"}:
            listed = decisions if document.parent.name == "decisions" else index
            assert document.name in listed, document.name
