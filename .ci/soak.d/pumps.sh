#!/usr/bin/env bash
# Pieces repeated up to 131,072 characters in every frame through the mask, explain, tail and batch-check: time grows no faster than length.
set -euo pipefail
"$DOCTOR_PYTHON" -m tests.fuzz.pump "${PUMP_SIZE:-8192}"
