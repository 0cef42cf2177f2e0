#!/usr/bin/env bash
# The benchmarks, in the environment of the wheel: start-up, batch-check, tail, health. Their tables go to docs/benchmarks.md by hand.
set -euo pipefail
began=$SECONDS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$DOCTOR_PYTHON" -m pip install -q orjson
"$DOCTOR_PYTHON" benchmarks/startup.py --rounds 31
"$DOCTOR_PYTHON" benchmarks/health_own_time.py
"$DOCTOR_PYTHON" benchmarks/batch_generate.py "$work/batch.jsonl" --key "$work/batch.key.jsonl"
"$DOCTOR_PYTHON" benchmarks/batch_speed.py "$work/batch.jsonl" --key "$work/batch.key.jsonl"
"$DOCTOR_PYTHON" benchmarks/tail_generate.py "$work/log.jsonl" --key "$work/log.key.json"
"$DOCTOR_PYTHON" benchmarks/tail_speed.py "$work/log.jsonl" "$work/log.key.json" --rounds 1
"$DOCTOR_PYTHON" benchmarks/tail_latency.py
echo "| benchmarks | start-up, health, batch-check, tail | see docs/benchmarks.md | $((SECONDS - began)) |"
