"""Writes parity.json and parity.bin: what the Python references make of test pictures, to which presets are held.

    python packages/onnx/golden/make-parity.py      (pip install -r models/export/requirements.txt)

References: transformers' CLIP and SigLIP processors (the PIL backend), torchvision's ResNet-50 transforms on PIL
pictures, and the arithmetic of U²-Net and IS-Net in floating point, from the papers. Nothing of imgsearch runs here.

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
from PIL import Image
from torchvision.models import ResNet50_Weights
from torchvision.transforms import functional
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil

SAMPLES = 2500
PICTURES = {
    "landscape": (640, 400, "rgb"),
    "portrait": (400, 640, "rgb"),
    "tiny": (40, 30, "rgb"),
    "huge": (3000, 2000, "rgb"),
    "grey": (501, 433, "grey"),
    "alpha": (480, 512, "rgba"),
}
MASK = 0xFFFFFFFF


def lattice(x: np.ndarray, y: np.ndarray, salt: int) -> np.ndarray:
    """A level from 0 to 255 for every point of a grid."""
    h = (x * 374761393 + y * 668265263 + salt * 974634777) & MASK
    h = ((h ^ (h >> 13)) * 1274126177) & MASK
    return (h ^ (h >> 16)) & 255


def value_noise(x: np.ndarray, y: np.ndarray, cell: int, salt: int) -> np.ndarray:
    left, top, dx, dy = x // cell, y // cell, x % cell, y % cell
    above = lattice(left, top, salt) * (cell - dx) + lattice(left + 1, top, salt) * dx
    below = lattice(left, top + 1, salt) * (cell - dx) + lattice(left + 1, top + 1, salt) * dx
    return (above * (cell - dy) + below * dy) // (cell * cell)


def picture(width: int, height: int, kind: str, seed: int) -> np.ndarray:
    """Something like a photo: soft light, fine texture, and a striped object with hard edges."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    far = (2 * x - width) ** 2 * height**2 + (2 * y - height) ** 2 * width**2
    inside = 16 * far <= 9 * width**2 * height**2
    stripes = ((x + 2 * y) // 8) % 2
    channels = []
    for channel in range(1 if kind == "grey" else 3):
        salt = 16 * seed + 4 * channel
        level = 4 * value_noise(x, y, 64, salt) + 2 * value_noise(x, y, 16, salt + 1) + value_noise(x, y, 4, salt + 2)
        level = level // 7 + np.where(inside, (channel - 1) * 70 + stripes * 50, 20 - 30 * channel)
        # Nothing is brighter than 236, so that dividing by the maximum is not dividing by 255.
        channels.append(np.clip(level, 0, 236))
    if kind == "rgba":
        channels.append(np.where(inside, 255, np.clip(x % 256, 0, 200)))
    return np.stack(channels * 3 if kind == "grey" else channels, axis=-1).astype(np.uint8)


def to_pil(pixels: np.ndarray) -> Image.Image:
    image = Image.fromarray(pixels)
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, (255, 255, 255))
    white.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return white


def triangle(source: int, target: int) -> np.ndarray:
    """Antialiased bilinear resizing as a matrix, in floating point."""
    scale = source / target
    width = max(1.0, scale)
    centres = (np.arange(target) + 0.5) * scale
    distance = np.abs(np.arange(source)[None, :] + 0.5 - centres[:, None]) / width
    weights = np.clip(1 - distance, 0, None)
    return weights / weights.sum(axis=1, keepdims=True)


def squash(image: Image.Image, side: int) -> np.ndarray:
    pixels = np.asarray(image, np.float64)
    rows, columns = triangle(pixels.shape[0], side), triangle(pixels.shape[1], side)
    return np.einsum("ih,hwc,jw->cij", rows, pixels, columns, optimize=True)


def per_channel(values) -> np.ndarray:
    return np.array(values).reshape(3, 1, 1)


def u2net(image: Image.Image) -> np.ndarray:
    resized = squash(image, 320)
    return (resized / resized.max() - per_channel([0.485, 0.456, 0.406])) / per_channel([0.229, 0.224, 0.225])


def isnet(image: Image.Image) -> np.ndarray:
    return squash(image, 1024) / 255 - 0.5


def by_processor(processor):
    return lambda image: np.asarray(processor(images=image, return_tensors="np")["pixel_values"][0])


def by_transform(weights):
    return lambda image: weights.transforms()(image).numpy()


# The published preprocessor_config.json of both models says what these classes have as defaults, SigLIP's bicubic too.
REFERENCES = {
    "clip-vit-b-32": by_processor(CLIPImageProcessorPil()),
    "siglip-base-patch16-224": by_processor(SiglipImageProcessorPil(resample=Image.Resampling.BICUBIC)),
    "resnet-50": by_transform(ResNet50_Weights.IMAGENET1K_V2),
    "resnet-50-v1": by_transform(ResNet50_Weights.IMAGENET1K_V1),
    "u2net": u2net,
    "isnet-general": isnet,
}


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
        for preset, reference in REFERENCES.items():
            tensor = np.ascontiguousarray(reference(image), np.float32)
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
