#!/usr/bin/env bash
# Keys of labelled log records renamed and nested: at least 95 % and 90 % are still seen, and nothing of another service is counted.
set -euo pipefail
began=$SECONDS
said=$("$DOCTOR_PYTHON" benchmarks/perturb_logs.py --floor)
echo "$said"
echo "| perturb-logs | $(head -1 <<<"$said") | $(tail -n 2 <<<"$said" | tr '\n' ' ') | $((SECONDS - began)) |"
