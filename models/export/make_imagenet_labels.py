"""Writes packages/onnx/src/presets/imagenet-labels.ts from torchvision's weight metadata (no weights are loaded)."""

import textwrap
from pathlib import Path

from torchvision.models import ResNet50_Weights

labels = ResNet50_Weights.IMAGENET1K_V2.meta["categories"]
assert len(labels) == 1000 and not any("," in label or "`" in label for label in labels)
lines = textwrap.wrap(", ".join(labels), 106, break_on_hyphens=False)
path = Path(__file__).parents[2] / "packages/onnx/src/presets/imagenet-labels.ts"
path.write_text(
    """// Written by models/export/make_imagenet_labels.py: don't edit.
const LABELS = `
%s
`;

/**
 * The 1000 classes of ImageNet-1k in the order of the outputs, as torchvision's ResNet-50 weights list them
 * (`ResNet50_Weights.IMAGENET1K_V2.meta['categories']`, BSD-3-Clause).
 */
export const imagenetLabels: readonly string[] = /* @__PURE__ */ LABELS.trim().replace(/\\s+/g, ' ').split(', ');
"""
    % "\n".join(lines)
)
