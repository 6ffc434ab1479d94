"""Exports DINOv2, small or base, with the tokens of its last layer, the class token first. --weights takes a folder as
the Hugging Face Hub lays it out (facebook/dinov2-small); --small with --random-weights makes a tiny one for tests."""

import torch
from common import export, parse_arguments
from reference import write_reference
from towers import Tower
from transformers import Dinov2Config, Dinov2Model

# Trained at 518 x 518: the graph carries the positions of 224 x 224.
COMMON = {"image_size": 518, "patch_size": 14}
SHAPES = {
    "dinov2-small": {"hidden_size": 384, "num_attention_heads": 6},
    "dinov2-base": {"hidden_size": 768, "num_attention_heads": 12},
}
TINY = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "mlp_ratio": 2, "image_size": 224}


def add(parser):
    parser.add_argument("--small", action="store_true", help="two layers of 16 channels")


arguments = parse_arguments(__doc__, list(SHAPES), add)
if arguments.weights:
    model = Dinov2Model.from_pretrained(arguments.weights, local_files_only=True)
else:
    model = Dinov2Model(Dinov2Config(**COMMON | SHAPES[arguments.preset] | (TINY if arguments.small else {})))
tower = Tower(model, "last_hidden_state").eval()
pixels = torch.randn(1, 3, 224, 224)
path = arguments.onnx / "model.onnx"
export(tower, pixels, path, ["pixel_values"], ["last_hidden_state"], slim=arguments.small)
write_reference(arguments, tower, read=lambda tokens: tokens[0, 0])
