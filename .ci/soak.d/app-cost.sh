#!/usr/bin/env bash
# What claude_doctor.app costs, beside the same without it.
set -euo pipefail
began=$SECONDS
"$DOCTOR_PYTHON" benchmarks/app_cost.py --rounds 31
echo "| claude_doctor.app: import, call, event, log | see above | measured | $((SECONDS - began)) |"
