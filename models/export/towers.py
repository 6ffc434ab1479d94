"""The two towers of a contrastive model, exported one by one under the names that the Hugging Face Hub uses."""

import shutil

import torch
from common import export
from torch import Tensor, nn


class Tower(nn.Module):
    """One input, one output, without the bag of results that transformers returns."""

    def __init__(self, model: nn.Module, output: str):
        super().__init__()
        self.model = model
        self.output = output

    def forward(self, x: Tensor) -> Tensor:
        return getattr(self.model(x), self.output)


def export_towers(vision, text, outputs: tuple[str, str], arguments, size: int, ids: Tensor) -> None:
    pixels = torch.randn(1, 3, size, size)
    path = arguments.out / "vision_model.onnx"
    export(Tower(vision, outputs[0]).eval(), pixels, path, ["pixel_values"], [outputs[0]])
    path = arguments.out / "text_model.onnx"
    export(Tower(text, outputs[1]).eval(), ids, path, ["input_ids"], [outputs[1]])
    if arguments.weights is not None:
        shutil.copy(arguments.weights / "tokenizer.json", arguments.out / "tokenizer.json")
