"""An error code without a page: with care on 409 and 5xx, as its type on any other 4xx; and names that only
look like one.
"""

from __future__ import annotations

import json

import pytest

import claude_doctor
from claude_doctor import catalogue
from claude_doctor.base.errors import PageError
from claude_doctor.catalogue import pages
from claude_doctor.catalogue.page import parse
from tests.conftest import PAGES

CAREFUL = "unknown_error_code"
TYPES = {
    400: "invalid_request_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
    409: "conflict_error",
    500: "api_error",
    503: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}
KNOWN = sorted(entry.error_code for entry, _ in pages.read_entries(str(PAGES))[0] if entry.error_code)


def body(
    kind: str | None, code: str = "thing_created_partly", message: str = "Half of it was made."
) -> dict[str, object]:
    error = {"message": message, "details": {"error_code": code}}
    return {
        "type": "error",
        "error": {"type": kind, **error} if kind else error,
        "request_id": "req_011CAbCdEfGh",
    }


class StatusError(Exception):
    def __init__(self, status: int, content: dict[str, object]) -> None:
        super().__init__(f"Error code: {status} - {content}")
        self.status_code, self.body, self.request_id, self.response = (
            status,
            content,
            "req_011CAbCdEfGh",
            None,
        )


@pytest.mark.parametrize("status", [status for status in TYPES if status == 409 or status >= 500])
def test_on_409_and_5xx_the_message_decides(status):
    text = f"Error code: {status} - {body(TYPES[status])}"
    for given in (text, StatusError(status, body(TYPES[status])), body(TYPES[status])):
        found = claude_doctor.diagnose(given)
        assert found is not None
        assert (found.entry.id, found.entry.retryable, found.entry.delays_s) == (CAREFUL, "conditional", ())
        assert found.confidence in {"certain", "likely"}
        assert found.notes[0].startswith("The API's message decides: \u201cHalf of it was made.\u201d")


@pytest.mark.parametrize("status", [501, 507, 520])
def test_every_5xx_counts_with_any_type_or_none(status):
    for kind in ("api_error", "some_new_error", None):
        found = claude_doctor.diagnose(f"anthropic.InternalServerError: Error code: {status} - {body(kind)}")
        assert found is not None
        assert found.entry.id == CAREFUL


def test_words_that_suggest_a_repetition_do_not_outweigh_the_code():
    found = claude_doctor.diagnose(f"Error code: 529 - {body('overloaded_error', message='Overloaded')}")
    assert found is not None
    assert found.entry.retryable == "conditional"


@pytest.mark.parametrize("status", [status for status in TYPES if status < 500 and status != 409])
def test_on_any_other_4xx_it_is_its_type_and_newer(status):
    found = claude_doctor.diagnose(f"Error code: {status} - {body(TYPES[status])}")
    assert found is not None
    assert found.entry.type == TYPES[status]
    assert "newer than this version" in found.notes[0]


@pytest.mark.parametrize("status", [409, 503])
def test_a_code_with_a_page_keeps_it(status):
    codes = [code for code in KNOWN if (entry := catalogue.find(code)) and entry.status == status]
    assert len(codes) > 4
    for code in codes:
        found = claude_doctor.diagnose(f"Error code: {status} - {body(TYPES[status], code)}")
        assert found is not None
        assert (found.entry.id, found.confidence) == (code, "certain")


def test_a_body_that_nothing_marks_as_the_apis_is_a_careful_guess():
    found = claude_doctor.diagnose({"error": body("api_error")["error"]})
    assert found is not None
    assert (found.entry.id, found.confidence) == (CAREFUL, "guess")


def test_another_systems_body_is_not_claimed():
    text = json.dumps(
        {
            "error": {
                "code": 500,
                "message": "down",
                "param": None,
                "details": {"error_code": "shard_not_ready"},
            },
            "model": "gpt-5",
        }
    )
    found = claude_doctor.diagnose(text)
    assert found is None or found.entry.id != CAREFUL


def test_what_the_message_says_is_masked_and_no_command():
    secret = "sk-ant-api03-" + "a1B2" * 20
    found = claude_doctor.diagnose(
        body("api_error", message=f"bad {secret} {'x' * 60} ::error::pwned ##[error]pwned {'y' * 900}")
    )
    assert found is not None
    assert found.entry.id == CAREFUL
    assert secret not in found.notes[0]
    assert "::" not in found.notes[0]
    assert "##[" not in found.notes[0]
    assert len(found.notes[0]) < 600


@pytest.mark.parametrize(
    "name",
    [
        "storage_frozen_by_admin",
        "workspace_export_incomplete_now",
        "skill_locked",
        " 'thread_not_resumable' ",
    ],
)
def test_a_bare_name_like_a_code_is_a_careful_guess(name):
    found = claude_doctor.diagnose(name)
    assert found is not None
    assert (found.entry.id, found.confidence, found.entry.retryable) == (CAREFUL, "guess", "conditional")


@pytest.mark.parametrize(
    "name",
    "user_id hello_world snake_case my_function test_file_not_found is_invalid get_failed_jobs "
    "requests_failed_total build_failed job_timeout"
    " request_failed payment_failed card_declined insufficient_funds invalid_grant access_denied "
    "rate_limit_exceeded insufficient_quota"
    " channel_not_found overloded_error workspace_policy_violatoin FOO_NOT_FOUND not_found "
    "file-not-readable word".split(),
)
def test_ordinary_words_functions_typos_and_codes_of_others_stay_silent(name):
    found = claude_doctor.diagnose(name)
    assert found is None or found.entry.id != CAREFUL


def test_most_known_codes_would_be_taken_for_a_code_if_they_had_no_page():
    from claude_doctor.catalogue import unknown

    # An unknown name is one that no page has: a word in front makes one of a code that is known.
    seen = [code for code in KNOWN if unknown.looks_like_code(f"beta_{code}")]
    assert len(seen) >= 0.9 * len(KNOWN)


@pytest.mark.parametrize(
    ("key", "fault"), [("6xx", "stands alone"), ('5xx"\nweak = true\nmessage = "x y', "stands alone")]
)
def test_a_page_with_a_wrong_key_is_refused(key, fault):
    text = (
        (PAGES / f"{CAREFUL}.md")
        .read_text(encoding="utf-8")
        .replace('unknown_code = "409"', f'unknown_code = "{key}"')
    )
    with pytest.raises(PageError, match=fault):
        pages.entry_of(parse(CAREFUL, text))
