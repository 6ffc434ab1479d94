"""Exports CLIP ViT-B/32 as two graphs, picture and text. --weights takes a folder as the Hugging Face Hub lays it out
(openai/clip-vit-base-patch32); --small with --random-weights makes a tiny one of the same architecture for tests."""

import torch
from byte_tokenizer import END, START, write_byte_tokenizer
from common import parse_arguments
from towers import export_towers
from transformers import CLIPConfig, CLIPTextModelWithProjection, CLIPVisionModelWithProjection

SMALL = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "projection_dim": 16,
}


def add(parser):
    parser.add_argument("--small", action="store_true", help="two layers of 32 channels, 16 dimensions")


arguments = parse_arguments(__doc__, "clip-vit-b-32", add)
if arguments.weights:
    vision = CLIPVisionModelWithProjection.from_pretrained(arguments.weights, local_files_only=True)
    text = CLIPTextModelWithProjection.from_pretrained(arguments.weights, local_files_only=True)
else:
    shape = SMALL if arguments.small else {}
    config = CLIPConfig(vision_config=shape, text_config=shape)
    vision = CLIPVisionModelWithProjection(config.vision_config)
    text = CLIPTextModelWithProjection(config.text_config)
    write_byte_tokenizer(arguments.out / "tokenizer.json")

ids = torch.full((1, 77), END)
ids[0, :5] = torch.tensor([START, 320, 1125, 539, END])
export_towers(vision, text, ("image_embeds", "text_embeds"), arguments, vision.config.image_size, ids)
