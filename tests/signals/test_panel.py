"""Borders and bullets."""

from claude_doctor.signals.readers import panel


def test_borders_come_off_and_the_words_stay():
    seen = panel.read("╭────────╮\n│ API Error: 400 │\n│ more           │\n╰────────╯")
    assert seen is not None
    assert [line.strip() for line in seen.rest.splitlines()] == ["API Error: 400", "more"]


def test_claude_codes_own_bullets_name_it():
    assert panel.read("  ⎿ API Error: 529").platform == "claude-code"
    assert panel.read("> quoted").platform is None


def test_plain_text_is_not_a_panel():
    assert panel.read("API Error: 400 nothing drawn") is None
    assert panel.read("tokens 5 > 4") is None
