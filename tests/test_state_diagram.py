"""Does the README show the moves as they are?"""

from pathlib import Path

from reports.management.commands.state_diagram import diagram, with_diagram

README = Path(__file__).resolve().parent.parent / "README.md"


def test_readme_shows_the_table_of_moves():
    text = README.read_text(encoding="utf-8")
    assert with_diagram(text) == text


def test_diagram_names_every_state_and_the_way_back():
    text = diagram()
    assert "reported --> approved: 审核通过" in text
    assert "approved --> returned: 重新开放" in text
