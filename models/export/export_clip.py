"""Exports a CLIP as two graphs, picture and text. --weights takes a folder as the Hugging Face Hub lays it out
(openai/clip-vit-base-patch32); --small with --random-weights makes a tiny one of the same architecture for tests."""

from common import parse_arguments
from tokenizers_of_ours import write_tokenizer
from towers import Tower, export_towers
from transformers import AutoTokenizer, CLIPConfig, CLIPTextModelWithProjection, CLIPVisionModelWithProjection

BASE = {"vision": {"patch_size": 16}, "text": {}, "projection_dim": 512}
LARGE = {"hidden_size": 1024, "intermediate_size": 4096, "num_hidden_layers": 24, "num_attention_heads": 16}
SHAPES = {
    "clip-vit-b-32": BASE | {"vision": {}},
    "clip-vit-b-16": BASE,
    "clip-vit-l-14": {
        "vision": {**LARGE, "patch_size": 14},
        "text": {"hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12},
        "projection_dim": 768,
    },
    # LAION's were trained with the exact GELU where OpenAI's have a quick one.
    "clip-vit-b-32-laion2b": BASE | {"vision": {"hidden_act": "gelu"}, "text": {"hidden_act": "gelu"}},
}
TINY = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
END, TINY_END = 49407, 1089


def add(parser):
    parser.add_argument("--small", action="store_true", help="two layers of 16 channels, 16 dimensions")


arguments = parse_arguments(__doc__, list(SHAPES), add)
if arguments.weights:
    vision = CLIPVisionModelWithProjection.from_pretrained(arguments.weights, local_files_only=True)
    text = CLIPTextModelWithProjection.from_pretrained(arguments.weights, local_files_only=True)
    tokenizer = AutoTokenizer.from_pretrained(arguments.weights, local_files_only=True)
    settings = {"padding": "max_length", "truncation": True, "max_length": 77, "return_tensors": "pt"}
    rows = lambda text: tokenizer(text, **settings)["input_ids"]
else:
    shape, end = SHAPES[arguments.preset], TINY_END if arguments.small else END
    tiny = TINY if arguments.small else {}
    width = 16 if arguments.small else shape["projection_dim"]
    tokens = {"vocab_size": end + 1, "bos_token_id": end - 1, "eos_token_id": end} if arguments.small else {}
    config = CLIPConfig(
        vision_config=shape["vision"] | tiny | {"projection_dim": width},
        text_config=shape["text"] | tiny | tokens | {"projection_dim": width},
        projection_dim=width,
    )
    vision = CLIPVisionModelWithProjection(config.vision_config)
    text = CLIPTextModelWithProjection(config.text_config)
    rows = write_tokenizer("clip", arguments.out, 77, end, end)

towers = Tower(vision, "image_embeds"), Tower(text, "text_embeds")
export_towers(*towers, ("image_embeds", "text_embeds"), arguments, vision.config.image_size, rows)
