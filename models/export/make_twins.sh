#!/usr/bin/env bash
# Tiny twins of the architectures, for the tests: packages/onnx/golden/twins. Run in models/export, Python first in PATH.
set -euo pipefail
cd "$(dirname "$0")"
twins=../../packages/onnx/golden/twins
make() {
  python "export_$1.py" --random-weights --small --preset "$2" --out "$twins/$2"
  # The tests take it from golden/tokenizers.
  rm -f "$twins/$2/tokenizer.json"
}
make clip clip-vit-b-16
make siglip siglip-base-patch16-224
make siglip siglip2-base-patch16-224
make dinov2 dinov2-small
