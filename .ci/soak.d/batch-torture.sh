#!/usr/bin/env bash
# batch-check on random input with larger bounds: it never crashes, both paths agree, ids are found again, one process says what two say.
set -euo pipefail
larger=${DOCTOR_BATCH_LARGER:-40}
began=$SECONDS
DOCTOR_BATCH_LARGER=$larger "$DOCTOR_PYTHON" -m pytest -q -p no:cacheprovider \
  tests/batch/test_properties.py tests/batch/test_hostile_tools.py tests/batch/test_ids.py tests/batch/test_oracle.py
echo "| batch-check on random bytes, JSON, requests and ids | $larger times the usual bounds | nothing crashed, both paths agree | $((SECONDS - began)) |"
