"""HTML bodies."""

import pytest

from claude_doctor.signals.readers import html_page


@pytest.mark.parametrize(
    ("server", "speaker"),
    [
        ("<hr><center>cloudflare</center>", "cloudflare"),
        ("<hr><center>nginx/1.26.0 (Ubuntu)</center>", "nginx"),
        ("<p>hello", "html"),
    ],
)
def test_title_status_and_who_signed(server, speaker):
    seen = html_page.read(f"<html>\n<head><title>502 Bad\nGateway</title></head><body>{server}</body></html>")
    assert (seen.status, seen.message, seen.speaker) == (502, "502 Bad Gateway", speaker)


def test_a_page_without_a_status():
    assert html_page.read("<!DOCTYPE html><title>Just a moment...</title>").status is None


def test_other():
    assert html_page.read("a < b") is None
