#!/usr/bin/env bash
# Real logrotate (Debian's), `create` with dates and numbers, `copytruncate`, compression: what is in the files was seen once.
set -euo pipefail
command -v logrotate >/dev/null || PATH=$PATH:/usr/sbin
command -v logrotate >/dev/null || { echo "logrotate is not installed" >&2; exit 1; }
began=$SECONDS
"$DOCTOR_PYTHON" tests/logs/follow/under_logrotate.py --rotations "${DOCTOR_ROTATIONS:-150}"
echo "| tail --follow under $(logrotate --version 2>&1 | head -n 1) | ${DOCTOR_ROTATIONS:-150} rotations in each of 5 configurations | none lost, none twice | $((SECONDS - began)) |"
