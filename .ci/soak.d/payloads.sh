#!/usr/bin/env bash
# Payloads for terminals, CI logs, Markdown, HTML and XML in every place, through three commands and all formats: none may act.
set -euo pipefail
"$DOCTOR_PYTHON" -m tests.payloads.runs
