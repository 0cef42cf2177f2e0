"""What people type when they have no message at hand: `batch expired`,
`results order`, `stuck in_progress`.
"""

from __future__ import annotations

import pytest

from claude_doctor.catalogue import pages as _pages
from claude_doctor.catalogue import typed as _typed
from claude_doctor.doors.explain.command import explain
from tests import conftest

PAGES, _ = _pages.read_entries(str(conftest.PAGES))


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("batch expired", "batch_item_expired"),
        ("batch request expired", "batch_item_expired"),
        ("batch stuck", "batch_results_not_ready"),
        ("stuck in_progress", "batch_results_not_ready"),
        ("results order", "batch_results_order"),
        ("batch results order", "batch_results_order"),
        ("batch results gone", "batch_results_expired"),
        ("batch results too old", "batch_results_expired"),
        ("batch cancelled", "batch_item_canceled"),
        ("batch canceled", "batch_item_canceled"),
        ("batch errored", "batch_item_errored"),
        ("batch item failed", "batch_item_errored"),
        ("duplicate custom_id", "batch_custom_id_duplicate"),
        ("custom_id not unique", "batch_custom_id_duplicate"),
        ("custom_id too long", "batch_custom_id_invalid"),
        ("custom_id invalid", "batch_custom_id_invalid"),
        ("batch queue full", "batch_queue_limit"),
        ("batch queue limit", "batch_queue_limit"),
        ("batch too many requests", "batch_too_many_requests"),
        ("batch 100000", "batch_too_many_requests"),
        ("empty batch", "batch_empty"),
        ("batch is empty", "batch_empty"),
        ("batch failed", "batch_error"),
        ("batch not working", "batch_error"),
        ("batch too large", "request_too_large_413"),
        ("request too big", "request_too_large_413"),
        ("rate limit exceeded", "rate_limit_error"),
        ("rate limit", "rate_limit_error"),
        ("server overloaded", "overloaded_529"),
        ("overloaded_error 529", "overloaded_529"),
        ("no credit", "credit_balance_too_low"),
        ("out of credits", "credit_balance_too_low"),
        ("spend limit", "org_spend_limit_reached"),
        ("monthly spend limit", "org_spend_limit_reached"),
        ("invalid key", "invalid_api_key"),
        ("wrong api key", "invalid_api_key"),
        ("no api key", "credentials_missing"),
        ("missing api key", "credentials_missing"),
        ("model deprecated", "model_retired"),
        ("model end of life", "model_retired"),
        ("unknown model", "model_not_found"),
        ("wrong model name", "model_not_found"),
        ("context too long", "prompt_too_long"),
        ("context length exceeded", "prompt_too_long"),
        ("cut off response", "stop_reason_max_tokens"),
        ("response cut off", "stop_reason_max_tokens"),
        ("empty response", "empty_end_turn"),
        ("empty answer", "empty_end_turn"),
        ("dns error", "dns_failure"),
        ("dns lookup failed", "dns_failure"),
        ("no internet", "connection_error"),
        ("network error", "connection_error"),
        ("connection timed out", "connection_timeout"),
        ("connect timed out", "connection_timeout"),
        ("proxy error", "proxy_tunnel_failed"),
        ("proxy not working", "proxy_tunnel_failed"),
        ("proxy authentication", "proxy_auth_required_407"),
        ("proxy password", "proxy_auth_required_407"),
        ("certificate expired", "tls_expired"),
        ("expired certificate", "tls_expired"),
        ("ssl error", "tls_unknown_issuer"),
        ("certificate error", "tls_unknown_issuer"),
        ("cors error", "cors_header_missing"),
        ("cors", "cors_header_missing"),
        ("image too large", "image_too_large_bytes"),
        ("image too big", "image_too_large_bytes"),
        ("pdf password", "pdf_password_protected"),
        ("encrypted pdf", "pdf_password_protected"),
        ("pdf too long", "pdf_too_many_pages"),
        ("pdf page limit", "pdf_too_many_pages"),
        ("tool result missing", "tool_use_without_tool_result"),
        ("missing tool_result", "tool_use_without_tool_result"),
        ("orphaned tool_result", "tool_result_without_tool_use"),
        ("unexpected tool_use_id", "tool_result_without_tool_use"),
        ("alternate roles", "roles_must_alternate"),
        ("two user messages", "roles_must_alternate"),
        ("prefill", "prefill_not_supported"),
        ("assistant prefill", "prefill_not_supported"),
        ("thinking budget", "thinking_budget_too_small"),
        ("budget_tokens", "thinking_budget_too_small"),
        ("thinking signature", "thinking_signature_invalid"),
        ("invalid thinking signature", "thinking_signature_invalid"),
        ("temperature not allowed", "sampling_params_unsupported"),
        ("temperature not supported", "sampling_params_unsupported"),
        ("content filter", "content_filter_output_blocked"),
        ("output blocked", "content_filter_output_blocked"),
        ("claude refuses", "usage_policy_refusal"),
        ("refused to answer", "usage_policy_refusal"),
        ("stream interrupted", "stream_truncated"),
        ("stream ended early", "stream_truncated"),
        ("empty stream", "stream_not_sse"),
        ("no events in stream", "stream_not_sse"),
        ("webhook signature", "sdk_webhook_verification_failed"),
        ("webhook verification", "sdk_webhook_verification_failed"),
        ("country not supported", "request_not_allowed_403"),
        ("unsupported country", "request_not_allowed_403"),
        ("cache not working", "cache_prefix_too_short"),
        ("caching not working", "cache_prefix_too_short"),
        ("usage limit reached", "claude_plan_usage_limit"),
        ("claude usage limit", "claude_plan_usage_limit"),
        ("claude code exit code 1", "claude_code_process_exit"),
        ("claude exited", "claude_code_process_exit"),
        ("not logged in", "claude_code_not_logged_in"),
        ("please run login", "claude_code_not_logged_in"),
        ("no permission", "permission_error"),
        ("no access", "permission_error"),
        ("clock wrong", "clock_skew"),
        ("system time wrong", "clock_skew"),
        ("streaming required", "sdk_streaming_required"),
        ("10 minutes", "sdk_streaming_required"),
        ("not json serializable", "sdk_not_json_serializable"),
        ("json serialize", "sdk_not_json_serializable"),
        ("invalid json output", "sdk_structured_output_unparsable"),
        ("json parse error", "sdk_structured_output_unparsable"),
        ("consumed stream", "sdk_stream_consumed"),
        ("stream already consumed", "sdk_stream_consumed"),
        ("unexpected keyword argument", "sdk_unexpected_argument"),
        ("unknown argument", "sdk_unexpected_argument"),
        ("module not found boto3", "sdk_missing_extra_dependency"),
        ("install bedrock extra", "sdk_missing_extra_dependency"),
        ("claude code not found", "agent_sdk_cli_unusable"),
        ("cli not found", "agent_sdk_cli_unusable"),
        ("wrong base url", "wrong_base_url_404"),
        ("base url 404", "wrong_base_url_404"),
        ("file deleted", "file_expired"),
        ("file gone", "file_expired"),
        ("bedrock access denied", "bedrock_model_access_denied"),
        ("bedrock model access", "bedrock_model_access_denied"),
        ("on-demand throughput", "bedrock_on_demand_unsupported"),
        ("inference profile required", "bedrock_on_demand_unsupported"),
        ("vertex quota", "vertex_quota_exceeded"),
        ("vertex 429", "vertex_quota_exceeded"),
        ("image count limit", "too_many_images"),
        ("too many images in request", "too_many_images"),
    ],
)
def test_words_find_their_page(query, page):
    found = explain(query)
    assert found.lookup
    assert found.main.diagnoses[0].entry.id == page


@pytest.mark.parametrize(
    "query", ["Batch expired!", "expired batch", "my Claude API batch expired", "the batch-expired error"]
)
def test_order_case_and_fillers_do_not_count(query):
    found = explain(query).main.diagnoses[0]
    assert (found.entry.id, found.confidence, found.evidence[0].by) == (
        "batch_item_expired",
        "likely",
        "words",
    )


@pytest.mark.parametrize(
    "query",
    ["batch", "the batch of cookies expired", "expired", "the api", "order of the results of the election"],
)
def test_other_words_are_no_lookup(query):
    found = explain(query)
    assert not found.lookup
    assert all(each.confidence == "guess" for each in found.main.diagnoses)


def test_words_belong_to_one_page():
    owners: dict[str, str] = {}
    for entry, matches in PAGES:
        for key in set(_pages.typed_of(matches)):
            assert owners.setdefault(key, entry.id) == entry.id


@pytest.mark.parametrize("words", ["", "the API", "b c d e f g h i j", "x" * 200, "..."])
def test_what_has_no_words_or_too_many_has_no_key(words):
    assert _typed.key(words) == ""


def test_a_name_goes_before_all_words():
    # Every name of every page is that page's, whatever words people type for another, and however near
    # another page is by its words.
    for entry, _ in PAGES:
        for name in _pages.names_of(entry):
            found = explain(name)
            assert found.lookup, name
            assert [(item.entry.id, item.confidence) for item in found.main.diagnoses] == [
                (entry.id, "certain")
            ], name
