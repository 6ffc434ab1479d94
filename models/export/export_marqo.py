"""Exports Marqo's models for shops as two graphs, picture and text: SigLIPs of open_clip. --weights takes a state dict of
open_clip's (open_clip_pytorch_model.bin of Marqo/marqo-ecommerce-embeddings-B), with a tokenizer.json beside it."""

import open_clip
from common import load_state, parse_arguments
from tokenizers import Tokenizer
from tokenizers_of_ours import rows_of, write_tokenizer
from towers import TextOfOpenClip, export_towers

ARCHITECTURES = {
    "marqo-fashion-siglip": "ViT-B-16-SigLIP",
    "marqo-ecommerce-b": "ViT-B-16-SigLIP",
    "marqo-ecommerce-l": "ViT-L-16-SigLIP-256",
}


arguments = parse_arguments(__doc__, list(ARCHITECTURES))
model = load_state(open_clip.create_model(ARCHITECTURES[arguments.preset]), arguments.weights)
if arguments.weights:
    arguments.weights = arguments.weights.parent
    rows = rows_of(Tokenizer.from_file(str(arguments.weights / "tokenizer.json")), 64, 1)
else:
    rows = write_tokenizer("siglip", arguments.out, 64, 1)
clean = open_clip.tokenizer.canonicalize_text
size = model.visual.preprocess_cfg["size"]
size = size if isinstance(size, int) else size[0]
outputs = ("image_embeds", "text_embeds")
export_towers(model.visual, TextOfOpenClip(model), outputs, arguments, size, lambda text: rows(clean(text)))
