#!/usr/bin/env bash
# 10^6 numbered events through every kind of rotation, and the model of arbitrary rotations over 20,000 sequences.
set -euo pipefail
events=${DOCTOR_TORTURE_EVENTS:-1000000}
sequences=${DOCTOR_FOLLOW_EXAMPLES:-20000}
began=$SECONDS
DOCTOR_TORTURE_EVENTS=$events "$DOCTOR_PYTHON" -m pytest -q -p no:cacheprovider tests/logs/follow/test_torture.py
DOCTOR_FOLLOW_EXAMPLES=$sequences "$DOCTOR_PYTHON" -m pytest -q -p no:cacheprovider tests/logs/follow/test_any_order.py
echo "| tail --follow, a writer at full speed and its own rotations | $events events, 4 x $sequences random sequences | none lost, none twice | $((SECONDS - began)) |"
