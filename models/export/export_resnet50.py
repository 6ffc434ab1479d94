"""Exports torchvision's ResNet-50 with its logits: `resnet-50` for the weights IMAGENET1K_V2, `resnet-50-v1` for the
first ones, whose graph is the same and whose preprocessing is not."""

import torch
from common import export, load_state, parse_arguments
from reference import write_reference
from torchvision.models import resnet50


def add(parser):
    parser.add_argument("--classes", type=int, default=1000, help="outputs of a head of your own")


arguments = parse_arguments(__doc__, ["resnet-50", "resnet-50-v1"], add)
net = load_state(resnet50(num_classes=arguments.classes), arguments.weights)
export(net, torch.randn(1, 3, 224, 224), arguments.onnx / "model.onnx", ["pixel_values"], ["logits"])
write_reference(arguments, net, read=lambda logits: logits[0].softmax(0))
