"""What PyTorch makes of pictures and texts, for `npm run bench -- families` and the tests to hold the graphs to.

Pictures go through the processors of packages/onnx/golden/references.py (transformers, torchvision, open_clip, Pillow),
texts through transformers' tokenizers, both into the module that was exported, in PyTorch.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import PIL
import torch
import torchvision
import transformers
from PIL import Image, ImageOps

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "packages/onnx/golden"))
from parity_pictures import PICTURES, picture, to_pil  # noqa: E402
from references import REFERENCES  # noqa: E402

TEXTS = ["a photo of a Red Leather handbag", "빨간 가죽 핸드백, 금색 체인", "running shoes 👟 size 43 — it's new!", "", "의자 " * 80]
# Photos of the wild, where there are any: read, never copied.
PHOTOS = ["salient", "clothing", "grocery", "cutouts"]


def write_reference(arguments, module, read=lambda output: output, text=None) -> None:
    """reference.json beside the graphs. `read` takes what stands for a picture out of the module's answer; `text` makes
    one of a string."""
    module.eval()

    @torch.inference_mode()
    def answer(image: Image.Image) -> str:
        tensor = np.ascontiguousarray(REFERENCES[arguments.preset](image), np.float32)
        output = module(torch.from_numpy(tensor)[None])
        return encode(read(output if isinstance(output, torch.Tensor) else output[0]))

    pictures = []
    for seed, (name, (width, height, kind)) in enumerate(PICTURES.items(), start=1):
        about = {"name": name, "width": width, "height": height, "kind": kind, "seed": seed}
        pictures.append({**about, "output": answer(to_pil(picture(width, height, kind, seed)))})
    versions = [f"{m.__name__} {m.__version__}" for m in (torch, torchvision, transformers)]
    reference = {"preset": arguments.preset, "madeBy": ", ".join([*versions, f"Pillow {PIL.__version__}"])}
    reference["pictures"] = pictures
    reference["photos"] = [] if getattr(arguments, "small", False) else list(photos(answer))
    if text is not None:
        with torch.inference_mode():
            reference["texts"] = [{"text": one, "output": encode(text(one))} for one in TEXTS]
    (arguments.out / "reference.json").write_text(json.dumps(reference, ensure_ascii=False, indent=1) + "\n")
    print(f"  reference.json: {len(pictures)} pictures, {len(reference['photos'])} photos, {len(TEXTS) if text else 0} texts")


def photos(answer):
    data = ROOT.parent / "shared" / "data"
    for folder in PHOTOS:
        for file in sorted((data / folder).rglob("*.jpg"))[:2]:
            image = ImageOps.exif_transpose(Image.open(file)).convert("RGB")
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            yield {"file": str(file.relative_to(data)), "sha256": digest, "output": answer(image)}


def mask(plane: torch.Tensor, stretch: bool) -> torch.Tensor:
    """What is kept of a mask: 64 x 64 of its places, stretched from its lowest to its highest value where the script of
    the network does so."""
    plane = plane[0, 0]
    if stretch:
        plane = (plane - plane.min()) / (plane.max() - plane.min())
    step = plane.shape[0] // 64
    return plane[step // 2 :: step, step // 2 :: step]


@torch.inference_mode()
def loud(net: torch.nn.Module, head: torch.nn.Conv2d) -> None:
    """Makes a random network's map cover what a mask covers: else all of it falls into one or two of 256 levels."""
    kept = []
    hook = head.register_forward_hook(lambda _, __, logits: kept.append(logits))
    net.eval()(torch.from_numpy(REFERENCES["unet-512"](to_pil(picture(640, 400, "rgb", 1))).astype(np.float32))[None])
    hook.remove()
    factor = 2 / kept[0].std()
    head.bias.copy_((head.bias - kept[0].mean()) * factor)
    head.weight.mul_(factor)


def encode(values: torch.Tensor) -> str:
    return base64.b64encode(values.detach().contiguous().numpy().astype("<f4").tobytes()).decode()
