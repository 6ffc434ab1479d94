"""Writes parity.json and parity.bin: what the Python references make of test pictures, to which presets are held.

    python packages/onnx/golden/make-parity.py      (pip install -r models/export/requirements.txt)

References: references.py. Nothing of imgsearch runs here.

Pictures are integer arithmetic that the test repeats (and compares by SHA-256), so that none is stored. Of each tensor
parity.bin keeps SAMPLES values as little-endian float32, at places that a generator gives; parity.json keeps the mean
of every channel of the whole tensor.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import PIL
import torchvision
import transformers
from parity_pictures import MASK, PICTURES, picture, to_pil
from PIL import Image
from references import REFERENCES
from torchvision.transforms import functional
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

SAMPLES = 2500
# One of each kind of preprocessing.
PRESETS = [
    "clip-vit-b-32",
    "siglip-base-patch16-224",
    "resnet-50",
    "resnet-50-v1",
    "u2net",
    "isnet-general",
    "siglip2-base-patch16-224",
    "mobileclip-s0",
    "marqo-ecommerce-l",
    "dinov2-small",
]


def sample_places(length: int, seed: int) -> np.ndarray:
    places, state = [], seed
    for _ in range(SAMPLES):
        state = (state * 1664525 + 1013904223) & MASK
        places.append((state >> 4) % length)
    return np.array(places)


def crop_corner(width: int, height: int, shortest: int) -> dict:
    """Where torchvision's own functions put the crop, read from a picture whose pixels are their own coordinates."""
    size = functional.resize(Image.new("L", (width, height)), [shortest]).size
    x = functional.center_crop(Image.fromarray(np.tile(np.arange(size[0], dtype=np.int32), (size[1], 1))), [224, 224])
    y = functional.center_crop(Image.fromarray(np.tile(np.arange(size[1], dtype=np.int32)[:, None], size[0])), [224, 224])
    return {"resized": list(size), "corner": [int(np.asarray(x)[0, 0]), int(np.asarray(y)[0, 0])]}


def clip_corner(width: int, height: int) -> dict:
    """The same, as the CLIP processor does it."""
    processor = CLIPImageProcessorPil(do_rescale=False, do_normalize=False)
    size = transformers.image_transforms.get_resize_output_image_size(
        np.zeros((3, height, width), np.uint8), 224, default_to_square=False
    )
    y, x = np.mgrid[0 : size[0], 0 : size[1]]
    ramp = np.stack([x, y, y]).astype(np.int32)
    cropped = processor.center_crop(ramp, processor.crop_size)
    return {"resized": [size[1], size[0]], "corner": [int(cropped[0, 0, 0]), int(cropped[1, 0, 0])]}


def main() -> None:
    folder = Path(__file__).parent
    pictures, cases, values = [], [], []
    for seed, (name, (width, height, kind)) in enumerate(PICTURES.items(), start=1):
        pixels = picture(width, height, kind, seed)
        digest = hashlib.sha256(pixels.tobytes()).hexdigest()
        pictures.append({"name": name, "width": width, "height": height, "kind": kind, "seed": seed, "sha256": digest})
        image = to_pil(pixels)
        for preset in PRESETS:
            tensor = np.ascontiguousarray(REFERENCES[preset](image), np.float32)
            assert tensor.shape[0] == 3, tensor.shape
            values.append(tensor.ravel()[sample_places(tensor.size, seed)])
            means = [round(float(channel.mean(dtype=np.float64)), 6) for channel in tensor]
            cases.append({"picture": name, "preset": preset, "means": means})
    corners = [
        {"preset": preset, "width": width, "height": height, **corner(width, height)}
        for preset, corner in {
            "clip-vit-b-32": clip_corner,
            "resnet-50": lambda w, h: crop_corner(w, h, 232),
            "resnet-50-v1": lambda w, h: crop_corner(w, h, 256),
        }.items()
        for width, height in [(640, 400), (400, 640), (40, 30), (3000, 2000), (501, 433), (433, 501), (227, 226)]
    ]
    made_by = f"transformers {transformers.__version__}, torchvision {torchvision.__version__}, Pillow {PIL.__version__}"
    golden = {"madeBy": made_by, "samples": SAMPLES, "pictures": pictures, "cases": cases, "corners": corners}
    (folder / "parity.json").write_text(json.dumps(golden, indent=1) + "\n")
    (folder / "parity.bin").write_bytes(np.concatenate(values).astype("<f4").tobytes())
    print(made_by, {path: (folder / path).stat().st_size for path in ("parity.json", "parity.bin")})


main()
