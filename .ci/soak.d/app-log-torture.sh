#!/usr/bin/env bash
# The log of claude_doctor.app: 16 processes x 4 threads, a million lines, rotation, three processes killed; then `tail` reads it.
set -euo pipefail
"$DOCTOR_PYTHON" -m tests.app.torture 16 4 "${DOCTOR_LINES:-25000}" 3000000
