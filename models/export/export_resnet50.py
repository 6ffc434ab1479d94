"""Exports torchvision's ResNet-50 (the weights IMAGENET1K_V2, or with --v1 the first ones) with its logits."""

import torch
from common import OUT, export, load_state, parse_arguments
from torchvision.models import resnet50


def add(parser):
    parser.add_argument("--v1", action="store_true", help="name it resnet-50-v1: same graph, other preprocessing")
    parser.add_argument("--classes", type=int, default=1000, help="outputs of a head of your own")


arguments = parse_arguments(__doc__, "resnet-50", add)
name = "resnet-50-v1" if arguments.v1 else "resnet-50"
if arguments.out == OUT / "resnet-50":
    arguments.out = OUT / name
    arguments.out.mkdir(parents=True, exist_ok=True)
net = load_state(resnet50(num_classes=arguments.classes), arguments.weights)
export(net, torch.randn(1, 3, 224, 224), arguments.out / f"{name}.onnx", ["pixel_values"], ["logits"])
