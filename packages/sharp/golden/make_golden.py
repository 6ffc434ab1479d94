"""Small pictures and the pixels that Pillow decodes from them: what createSharpImageProcessor is compared with.

    python make_golden.py > golden.json      (Pillow and NumPy)

The PNGs of 16 bits are written here, because Pillow writes none in colour; their expected pixels are the high bytes.
"""

import base64
import io
import json
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

W, H = 11, 7
yy, xx = np.mgrid[0:H, 0:W]
RGB = np.stack([xx * 23, yy * 36, (xx * 7 + yy * 11) % 256], -1).astype(np.uint8)
ALPHA = ((xx * 20 + yy * 5 + 40) % 256).astype(np.uint8)
cases = []


def add(name, data, expected, tolerance=0):
    cases.append(
        {
            "name": name,
            "bytes": base64.b64encode(data).decode(),
            "width": expected.shape[1],
            "height": expected.shape[0],
            "channels": expected.shape[2],
            "tolerance": tolerance,
            "pixels": base64.b64encode(np.ascontiguousarray(expected, np.uint8).tobytes()).decode(),
        }
    )


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def decoded(data, mode):
    return np.asarray(Image.open(io.BytesIO(data)).convert(mode))


def png16(pixels):
    """A PNG of 16 bits a sample: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA."""
    height, width, channels = pixels.shape

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    color = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    head = struct.pack(">IIBBBBB", width, height, 16, color, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )


rgb = Image.fromarray(RGB)
rgba = Image.fromarray(np.dstack([RGB, ALPHA]))
grey = Image.fromarray(RGB[..., 2])
palette = rgb.quantize(16)
for name, image, mode in [
    ("rgb", rgb, "RGB"),
    ("rgba", rgba, "RGBA"),
    ("grey", grey, "RGB"),
    ("grey-alpha", Image.merge("LA", [grey, Image.fromarray(ALPHA)]), "RGBA"),
    ("palette", palette, "RGB"),
    ("one-bit", grey.convert("1"), "RGB"),
]:
    data = saved(image, "PNG")
    add(f"png {name}", data, decoded(data, mode))
data = saved(palette, "PNG", transparency=3)
add("png palette with transparency", data, decoded(data, "RGBA"))
for name, kind, options in [
    ("tiff deflate", "TIFF", {"compression": "tiff_adobe_deflate"}),
    ("webp lossless", "WEBP", {"lossless": True}),
    ("avif", "AVIF", {"quality": 100, "subsampling": "4:4:4"}),
    ("jpeg", "JPEG", {"quality": 95, "subsampling": 0}),
    ("jpeg progressive", "JPEG", {"quality": 95, "subsampling": 0, "progressive": True}),
]:
    data = saved(rgb, kind, **options)
    add(name, data, decoded(data, "RGB"), 0 if name in ("tiff deflate", "webp lossless") else 3)
data = saved(rgba, "WEBP", lossless=True, exact=True)
add("webp lossless rgba", data, decoded(data, "RGBA"))
data = saved(palette, "GIF", save_all=True, append_images=[grey.quantize(8)])
add("gif of two frames: the first", data, decoded(data, "RGB"))

wide = RGB.astype(np.uint16) * 256 + 128
deep_alpha = ALPHA.astype(np.uint16) * 256 + 7
add("png 16 bit rgb", png16(wide), RGB)
add("png 16 bit rgba", png16(np.dstack([wide, deep_alpha])), np.dstack([RGB, ALPHA]))
add("png 16 bit grey", png16(wide[..., 2:]), np.repeat(RGB[..., 2:], 3, 2))

for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    for kind, options in [("PNG", {}), ("JPEG", {"quality": 95, "subsampling": 0})]:
        data = saved(rgb, kind, exif=exif, **options)
        upright = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
        add(f"{kind.lower()} orientation {orientation}", data, upright, 0 if kind == "PNG" else 3)

print(json.dumps(cases, indent=1))
