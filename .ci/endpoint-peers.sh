#!/usr/bin/env bash
# Runs each protocol against mocks that check every request field by field, and through the fault proxy (see tests/peers).
# Needs node 18-22 and python 3.11, and on the first start their registries; everything listens on 127.0.0.1 only.
set -euo pipefail
cd "$(dirname "$0")/.."
trap 'tests/peers/stop.sh' EXIT
for kind in openai anthropic anthropic-2023 gemini mistral; do tests/peers/start-prism.sh "$kind"; done
tests/peers/start-faults.sh
cargo test --locked --test endpoint_peers -- --ignored --nocapture
