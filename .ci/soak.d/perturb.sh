#!/usr/bin/env bash
# Recognition of changed pastes, kind by kind: none may fall below its floor or claim more wrongly than its ceiling.
set -euo pipefail
count=${DOCTOR_PERTURB_COUNT:-400}
began=$SECONDS
"$DOCTOR_PYTHON" benchmarks/perturb_errors.py --count "$count" --seed 1 --floors
echo "| changed pastes (words dropped, other tense, synonyms, typos, cut, wrapped, retold) | $count a kind | every kind above its floor | $((SECONDS - began)) |"
