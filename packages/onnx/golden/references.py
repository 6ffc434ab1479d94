"""How the Python references turn a picture into the tensor of each preset. Nothing of imgsearch runs here.

transformers' processors (the PIL backend), torchvision's transforms on PIL pictures, open_clip's, and for networks
that have none the arithmetic of their papers in floating point.
"""

import numpy as np
from open_clip.transform import image_transform
from PIL import Image
from torchvision.models import ResNet50_Weights
from transformers.models.bit.image_processing_pil_bit import BitImageProcessorPil
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.siglip.image_processing_pil_siglip import SiglipImageProcessorPil


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


def by_processor(processor):
    return lambda image: np.asarray(processor(images=image, return_tensors="np")["pixel_values"][0])


def by_transform(weights):
    return lambda image: weights.transforms()(image).numpy()


def paper(side: int, mean, std):
    return lambda image: (squash(image, side) / 255 - per_channel(mean)) / per_channel(std)


def open_clip(size: int, **settings):
    transform = image_transform(size, is_train=False, **settings)
    return lambda image: transform(image).numpy()


IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
HALVES = {"mean": (0.5, 0.5, 0.5), "std": (0.5, 0.5, 0.5)}
CLIP = by_processor(CLIPImageProcessorPil())
# Both DINOv2 models come with these settings of the BiT processor.
DINOV2 = by_processor(
    BitImageProcessorPil(
        size={"shortest_edge": 256},
        crop_size={"height": 224, "width": 224},
        resample=Image.Resampling.BICUBIC,
        image_mean=IMAGENET["mean"],
        image_std=IMAGENET["std"],
    )
)
MOBILECLIP = open_clip(256, mean=(0, 0, 0), std=(1, 1, 1), interpolation="bilinear", resize_mode="shortest")
MARQO = {**HALVES, "interpolation": "bicubic", "resize_mode": "squash"}

# The published preprocessor_config.json of CLIP and SigLIP says what these classes have as defaults, SigLIP's bicubic too.
REFERENCES = {
    "clip-vit-b-32": CLIP,
    "clip-vit-b-16": CLIP,
    "clip-vit-l-14": CLIP,
    "clip-vit-b-32-laion2b": CLIP,
    "mobileclip-s0": MOBILECLIP,
    "mobileclip-s2": MOBILECLIP,
    "siglip-base-patch16-224": by_processor(SiglipImageProcessorPil(resample=Image.Resampling.BICUBIC)),
    "siglip2-base-patch16-224": by_processor(SiglipImageProcessorPil(resample=Image.Resampling.BILINEAR)),
    "marqo-fashion-siglip": open_clip(224, **MARQO),
    "marqo-ecommerce-b": open_clip(224, **MARQO),
    "marqo-ecommerce-l": open_clip(256, **MARQO),
    "dinov2-small": DINOV2,
    "dinov2-base": DINOV2,
    "resnet-50": by_transform(ResNet50_Weights.IMAGENET1K_V2),
    "resnet-50-v1": by_transform(ResNet50_Weights.IMAGENET1K_V1),
    "u2net": u2net,
    "u2netp": u2net,
    "isnet-general": paper(1024, [0.5] * 3, [1] * 3),
    "birefnet-lite": paper(1024, **IMAGENET),
    "modnet": paper(512, **HALVES),
    "unet-512": paper(512, [0] * 3, [1] * 3),
}
