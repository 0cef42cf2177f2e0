#!/usr/bin/env bash
# Streams cut after every byte in four ways, read through the unchanged SDK client (the suite takes every 23rd there).
set -euo pipefail
began=$SECONDS
DOCTOR_CUT_STEP=1 "$DOCTOR_PYTHON" -m pytest -q -x tests/app/test_streams_exact.py -k real_client
echo "| streams cut at every byte, through the SDK | 10,000 cuts | no character wrong | $((SECONDS - began)) |"
