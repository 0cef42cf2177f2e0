"""Ids of files."""

from __future__ import annotations

import pytest

from tests.batch.helper import found, params


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ({"type": "image", "source": {"type": "file", "file_id": "img_1"}}, "source.file_id"),
        ({"type": "document", "source": {"type": "file", "file_id": "report.pdf"}}, "source.file_id"),
        ({"type": "container_upload", "file_id": "/tmp/a.csv"}, "file_id"),
    ],
)
def test_what_is_no_id_is_a_warning(block, place):
    tools = [{"type": "code_execution_20250825", "name": "code_execution"}]
    request = params(messages=[{"role": "user", "content": [block]}], tools=tools)
    assert found(request) == [("file-id-format", "warning", f"params.messages.0.content.0.{place}")]
