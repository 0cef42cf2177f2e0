#!/usr/bin/env bash
# Mutated pastes, log lines and batch lines, at random and, where atheris installs, guided by coverage.
set -euo pipefail
tree=$PWD
export PYTHONPATH=$tree
place=$(mktemp -d)
cd "$place"
"$DOCTOR_PYTHON" -m tests.fuzz.run paste "${FUZZ_PASTES:-300000}" 1
"$DOCTOR_PYTHON" -m tests.fuzz.run log "${FUZZ_LINES:-2000000}" 1
"$DOCTOR_PYTHON" -m tests.fuzz.run batch "${FUZZ_REQUESTS:-200000}" 1
"$DOCTOR_PYTHON" -m pip install --quiet atheris 2>/dev/null || { echo "atheris does not install here: no guided run"; exit 0; }
for kind in paste log batch; do "$DOCTOR_PYTHON" -m tests.fuzz.run "$kind" --guided "${FUZZ_SECONDS:-300}"; done
