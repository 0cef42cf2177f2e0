#!/usr/bin/env bash
# The TypeScript in the pages, compiled against the newest @anthropic-ai/sdk that npm has.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is not installed" >&2; exit 1; }
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
began=$SECONDS
npm install --prefix "$place" --no-save --silent --no-audit --no-fund typescript @types/node @anthropic-ai/sdk
version=$(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$place/node_modules/@anthropic-ai/sdk/package.json" | head -n 1)
DOCTOR_NODE_MODULES=$place/node_modules "$DOCTOR_PYTHON" -m pytest -q -p no:cacheprovider tests/catalogue/test_typescript_in_pages.py
echo "| TypeScript in the pages | @anthropic-ai/sdk $version, strict | all snippets compile | $((SECONDS - began)) |"
