"""Exports SigLIP or SigLIP 2 base (16 x 16 patches, 224) as two graphs, picture and text. --weights takes a folder as
the Hugging Face Hub lays it out (google/siglip-base-patch16-224) with a tokenizer.json. SigLIP 2 of a fixed resolution
is SigLIP's network with Gemma's vocabulary. --small with --random-weights makes a tiny one for tests."""

from common import parse_arguments
from tokenizers import Tokenizer
from tokenizers_of_ours import rows_of, write_tokenizer
from towers import Tower, export_towers
from transformers import SiglipConfig, SiglipTextModel, SiglipVisionModel

LENGTH = 64
# Kind of the tokenizer, id of the padding, and pieces of the published and of the small vocabulary.
KINDS = {
    "siglip-base-patch16-224": ("siglip", 1, 32000, 420),
    "siglip2-base-patch16-224": ("gemma", 0, 256000, 900),
}
TINY = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}


def add(parser):
    parser.add_argument("--small", action="store_true", help="two layers of 16 channels")


arguments = parse_arguments(__doc__, list(KINDS), add)
kind, pad, pieces, few = KINDS[arguments.preset]
if arguments.weights:
    vision = SiglipVisionModel.from_pretrained(arguments.weights, local_files_only=True)
    text = SiglipTextModel.from_pretrained(arguments.weights, local_files_only=True)
    rows = rows_of(Tokenizer.from_file(str(arguments.weights / "tokenizer.json")), LENGTH, pad)
else:
    shape = TINY if arguments.small else {}
    words = {"vocab_size": few if arguments.small else pieces, "pad_token_id": pad, "bos_token_id": 2, "eos_token_id": 1}
    config = SiglipConfig(vision_config=shape, text_config=shape | words)
    vision = SiglipVisionModel(config.vision_config)
    text = SiglipTextModel(config.text_config)
    rows = write_tokenizer(kind, arguments.out, LENGTH, pad)

# Both were taught lower case; SigLIP's tokenizer.json makes it itself.
towers = Tower(vision, "pooler_output"), Tower(text, "pooler_output")
outputs = ("pooler_output", "pooler_output")
export_towers(*towers, outputs, arguments, vision.config.image_size, lambda text: rows(text.lower()))
