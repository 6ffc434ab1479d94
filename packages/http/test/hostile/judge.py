"""Says of each picture whether Pillow can read it, and how far another raster of it is from Pillow's own.

One line of JSON a question, {"file": path, "raster": path of a PNG or null}, and one a verdict:
{"format", "state", "why", "difference"}. The state is "readable", "damaged" (read only when told to put up with damage)
or "unreadable". The difference is the mean over all samples, 0 to 255, after both stand on white; null without a raster,
and for colours that nobody defines: CMYK without a profile. Stays alive over whatever it is given.
"""

import io
import json
import resource
import signal
import sys
import warnings

import numpy as np
from PIL import Image, ImageCms, ImageFile

# Both limits are the server's; what is beyond them is not readable by agreement.
Image.MAX_IMAGE_PIXELS = None
MAX_PIXELS = 50_000_000
SECONDS = 20
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
warnings.simplefilter("ignore")
SRGB = ImageCms.createProfile("sRGB")


class TooSlow(Exception):
    pass


def on_alarm(*_):
    raise TooSlow(f"more than {SECONDS} s")


signal.signal(signal.SIGALRM, on_alarm)


def to_rgba(image):
    """Eight bits, sRGB, with alpha; profiles are applied."""
    mode = image.mode
    if mode.startswith("I") or mode == "F":
        levels = np.asarray(image).astype(np.float64)
        top = 65535 if mode.startswith("I") else 1
        grey = Image.fromarray(np.clip(levels * 255 / top, 0, 255).astype(np.uint8))
        return grey.convert("RGBA")
    if mode == "P" or mode == "PA":
        return image.convert("RGBA")
    alpha = None
    if "transparency" in image.info and mode in ("1", "L", "RGB"):
        alpha = image.convert("RGBA").getchannel("A")
    elif mode in ("RGBA", "LA", "RGBa", "La"):
        image = image.convert({"RGBa": "RGBA", "La": "LA"}.get(mode, mode))
        alpha = image.getchannel("A")
    base = image.convert({"RGBA": "RGB", "LA": "L", "1": "L"}.get(image.mode, image.mode))
    profile = image.info.get("icc_profile")
    rgb = None
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            rgb = ImageCms.profileToProfile(base, source, SRGB, outputMode="RGB")
        except ImageCms.PyCMSError:
            rgb = None
    if rgb is None and base.mode == "LAB":
        rgb = ImageCms.profileToProfile(base, ImageCms.createProfile("LAB"), SRGB, outputMode="RGB")
    rgba = (rgb or base.convert("RGB")).convert("RGBA")
    if alpha is not None:
        rgba.putalpha(alpha)
    return rgba


def on_white(image):
    rgba = to_rgba(image)
    white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, rgba).convert("RGB")


ORIENTATIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orientation_of(image):
    """As EXIF says it; what XMP or a text chunk says, browsers do not look at either. TIFFs are upright once loaded."""
    if hasattr(image, "tag_v2"):
        return None
    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif", b""))
        return exif.get(0x0112)
    except Exception:  # noqa: BLE001: metadata that cannot be read says nothing
        return None


def upright_of(image):
    turn = ORIENTATIONS.get(orientation_of(image))
    return image.transpose(turn) if turn is not None else image


def read(path):
    image = Image.open(path)
    if image.width * image.height > MAX_PIXELS:
        raise ValueError("too many pixels")
    image.load()
    return image


def read_by_state(path, verdict):
    for state in ("readable", "damaged"):
        ImageFile.LOAD_TRUNCATED_IMAGES = state == "damaged"
        try:
            image = read(path)
            verdict["state"] = state
            return image
        except Exception as error:  # noqa: BLE001: whatever Pillow throws at broken data
            verdict["why"] = verdict["why"] or f"{type(error).__name__}: {error}"[:200]
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    return None


def judge(question):
    verdict = {"format": None, "state": "unreadable", "why": None, "difference": None}
    try:
        signal.alarm(SECONDS)
        try:
            # The format is known even where the picture is broken further on.
            verdict["format"] = Image.open(question["file"]).format
        except Exception:  # noqa: BLE001
            pass
        image = read_by_state(question["file"], verdict)
        undefined = image is not None and image.mode == "CMYK" and not image.info.get("icc_profile")
        if image is not None and question.get("raster") and not undefined:
            raster = on_white(read(question["raster"]))
            expected = on_white(upright_of(image))
            if expected.size != raster.size:
                expected = expected.resize(raster.size, Image.LANCZOS)
            pair = [np.asarray(each).astype(np.int32) for each in (expected, raster)]
            verdict["difference"] = float(np.abs(pair[0] - pair[1]).mean())
    except Exception as error:  # noqa: BLE001
        verdict["why"] = f"{type(error).__name__}: {error}"[:200]
    finally:
        signal.alarm(0)
    return verdict


for line in sys.stdin:
    print(json.dumps(judge(json.loads(line))), flush=True)
