"""The two towers of a contrastive model, exported one by one under the names that the Hugging Face Hub uses."""

import shutil

import torch
from common import export
from reference import write_reference
from torch import Tensor, nn


class Tower(nn.Module):
    """One input, one output, without the bag of results that transformers returns."""

    def __init__(self, model: nn.Module, output: str):
        super().__init__()
        self.model = model
        self.output = output

    def forward(self, x: Tensor) -> Tensor:
        return getattr(self.model(x), self.output)


class TextOfOpenClip(nn.Module):
    """The text side of a model of open_clip's."""

    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> Tensor:
        return self.model.encode_text(ids)


def export_towers(vision, text, outputs: tuple[str, str], arguments, size: int, rows) -> None:
    """`rows` makes ids of a text, of the tokenizer.json that was written for random weights; else that of the weights'
    folder is taken along."""
    vision, text, slim = vision.eval(), text.eval(), getattr(arguments, "small", False)
    path = arguments.onnx / "vision_model.onnx"
    export(vision, torch.randn(1, 3, size, size), path, ["pixel_values"], [outputs[0]], slim=slim)
    path = arguments.onnx / "text_model.onnx"
    export(text, rows("a red shoe, size 43"), path, ["input_ids"], [outputs[1]], slim=slim)
    if arguments.weights is not None:
        shutil.copy(arguments.weights / "tokenizer.json", arguments.out / "tokenizer.json")
    write_reference(arguments, vision, text=lambda one: text(rows(one)))
