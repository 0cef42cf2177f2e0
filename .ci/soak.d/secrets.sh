#!/usr/bin/env bash
# Secrets of every kind in every place through every command and format: no known kind may be left, of unknown ones 1 %.
set -euo pipefail
"$DOCTOR_PYTHON" -m tests.secrets.runs "${SECRET_RUNS:-14000}" 1
