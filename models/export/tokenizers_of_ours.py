"""Tokenizers for random weights: small vocabularies of the true kinds, from packages/onnx/golden/tokenizers."""

import gzip
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer

FOLDER = Path(__file__).parents[2] / "packages/onnx/golden/tokenizers"
END = "<|endoftext|>"


def write_tokenizer(kind: str, folder: Path, length: int, pad: int, end: int | None = None):
    """tokenizer.json of `clip`, `siglip` or `gemma` into a folder; returns what makes a row of ids of a text. `end`
    moves CLIP's two special tokens to where a text tower of another vocabulary looks for them."""
    data = json.loads(gzip.decompress((FOLDER / f"{kind}.json.gz").read_bytes()))
    if end is not None:
        places = {"<|startoftext|>": end - 1, END: end}
        data["model"]["vocab"] |= places
        for token in data["added_tokens"]:
            token["id"] = places[token["content"]]
        data["post_processor"]["cls"][1], data["post_processor"]["sep"][1] = end - 1, end
    (folder / "tokenizer.json").write_text(json.dumps(data) + "\n")
    return rows_of(Tokenizer.from_str(json.dumps(data)), length, pad)


def rows_of(tokenizer: Tokenizer, length: int, pad: int):
    """What makes of a text the row of ids that goes into the graph."""
    tokenizer.enable_truncation(length)
    tokenizer.enable_padding(length=length, pad_id=pad)
    return lambda text: torch.tensor([tokenizer.encode(text).ids])
