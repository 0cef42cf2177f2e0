#!/usr/bin/env bash
# Ten thousand random scripts against the deadline; streams cut after every byte in four ways, read through the unchanged SDK client
# (the suite takes 400 and every 23rd).
set -euo pipefail
began=$SECONDS
DOCTOR_SCRIPTS=10000 "$DOCTOR_PYTHON" -m pytest -q -x tests/app/test_loop.py -k deadline
DOCTOR_CUT_STEP=1 "$DOCTOR_PYTHON" -m pytest -q -x tests/app/test_streams_exact.py -k real_client
echo "| streams cut at every byte, through the SDK | 10,000 cuts | no character wrong | $((SECONDS - began)) |"
