"""Exports MobileCLIP as two graphs, picture and text, with its branches folded. --weights takes a state dict of
open_clip's (open_clip_pytorch_model.bin of apple/MobileCLIP-S2-OpenCLIP), with CLIP's tokenizer.json beside it. The
weights are for research alone."""

import open_clip
from common import load_state, parse_arguments
from timm.utils.model import reparameterize_model
from tokenizers import Tokenizer
from tokenizers_of_ours import rows_of, write_tokenizer
from towers import TextOfOpenClip, export_towers

END = 49407
# S0 of the first generation has the network of the second's.
ARCHITECTURES = {"mobileclip-s0": "MobileCLIP2-S0", "mobileclip-s2": "MobileCLIP-S2"}

arguments = parse_arguments(__doc__, list(ARCHITECTURES))
model = load_state(open_clip.create_model(ARCHITECTURES[arguments.preset]), arguments.weights)
model.visual = reparameterize_model(model.visual)
if arguments.weights:
    arguments.weights = arguments.weights.parent
    rows = rows_of(Tokenizer.from_file(str(arguments.weights / "tokenizer.json")), 77, END)
else:
    rows = write_tokenizer("clip", arguments.out, 77, END, END)
export_towers(model.visual, TextOfOpenClip(model), ("image_embeds", "text_embeds"), arguments, 256, rows)
