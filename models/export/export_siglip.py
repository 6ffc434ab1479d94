"""Exports SigLIP base (16 x 16 patches, 224) as two graphs, picture and text. --weights takes a folder as the Hugging
Face Hub lays it out (google/siglip-base-patch16-224) with a tokenizer.json; random weights bring no tokenizer."""

import torch
from common import parse_arguments
from towers import export_towers
from transformers import SiglipConfig, SiglipTextModel, SiglipVisionModel

arguments = parse_arguments(__doc__, "siglip-base-patch16-224")
if arguments.weights:
    vision = SiglipVisionModel.from_pretrained(arguments.weights, local_files_only=True)
    text = SiglipTextModel.from_pretrained(arguments.weights, local_files_only=True)
else:
    config = SiglipConfig()
    vision = SiglipVisionModel(config.vision_config)
    text = SiglipTextModel(config.text_config)

PAD, LENGTH = 1, 64
ids = torch.full((1, LENGTH), PAD)
ids[0, :3] = torch.tensor([262, 266, 1])
export_towers(vision, text, ("pooler_output", "pooler_output"), arguments, vision.config.image_size, ids)
