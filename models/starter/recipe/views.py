"""Views of a photo or a cut-out: moved, coloured, worn. One picture at a time on uint8, at a third of a millisecond."""
import math
import cv2, numpy as np

rng = np.random.default_rng()


def seed(number):
    global rng
    rng = np.random.default_rng(number)


def between(low, high):
    return low + (high - low) * rng.random()


def window(scale, ratio, angle, shift, box=(0.0, 0.0, 1.0, 1.0)):
    """3 x 3: from the unit square of the view to that of the picture. `scale`: window over `box` (x, y, width, height)."""
    r = math.exp(between(-ratio, ratio) / 2)
    w, h = between(*scale) * r, between(*scale) / r
    a = math.radians(between(-angle, angle))
    mirror = -1.0 if rng.random() < 0.5 else 1.0
    x = 0.5 + between(-0.5, 0.5) * abs(1 - w) * shift
    y = 0.5 + between(-0.5, 0.5) * abs(1 - h) * shift
    turn = np.array([[math.cos(a) * w * mirror, -math.sin(a) * w, x], [math.sin(a) * h * mirror, math.cos(a) * h, y], [0, 0, 1]])
    turn = turn @ np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
    if rng.random() < 0.3:  # a camera held askew
        turn = turn @ np.array([[1, 0, 0], [0, 1, 0], [between(-0.2, 0.2), between(-0.2, 0.2), 1]])
    return np.array([[box[2], 0, box[0]], [0, box[3], box[1]], [0, 0, 1]]) @ turn


def warp(picture, matrix, size, border=cv2.BORDER_REFLECT_101):
    side = picture.shape[0]
    pixels = np.diag([side, side, 1]) @ matrix @ np.diag([1 / size, 1 / size, 1])
    middle = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    back = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
    return cv2.warpPerspective(picture, back @ pixels @ middle, (size, size), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=border)


def colour(picture, strength=1.0):
    """Exposure, white balance, contrast, saturation and a little hue, as one affine map of the channels."""
    s = strength
    m = np.diag((1 + s * between(-0.28, 0.28)) * (1 + s * (rng.random(3) - 0.5) * 0.18))
    grey = np.full((3, 3), 1 / 3)
    saturation = 1 + s * between(-0.4, 0.4)
    m = (saturation * np.eye(3) + (1 - saturation) * grey) @ m
    a = s * between(-0.12, 0.12)
    c, n = math.cos(a), math.sin(a) / math.sqrt(3)
    m = (c * np.eye(3) + (1 - c) * grey + n * np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]])) @ m
    contrast = 1 + s * between(-0.3, 0.3)
    offset = (1 - contrast) * float(picture.mean())
    return cv2.transform(picture, np.hstack([m * contrast, np.full((3, 1), offset)]))


def degrade(picture):
    """Blur, sensor noise, JPEG: each on some."""
    size = picture.shape[0]
    if rng.random() < 0.2:
        small = int(size * between(0.4, 0.85))
        picture = cv2.resize(cv2.resize(picture, (small, small), interpolation=cv2.INTER_AREA), (size, size))
    if rng.random() < 0.2:
        noise = rng.normal(0, between(2, 9), picture.shape).astype(np.int16)
        picture = np.clip(picture.astype(np.int16) + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.15:
        picture = cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(between(25, 85))])[1], cv2.IMREAD_COLOR)
    return picture


def erase(picture, probability=0.2):
    if rng.random() < probability:
        size = picture.shape[0]
        h, w = int(size * between(0.12, 0.4)), int(size * between(0.12, 0.4))
        y, x = rng.integers(0, size - h), rng.integers(0, size - w)
        picture[y:y + h, x:x + w] = rng.integers(0, 256, 3)
    return picture


def plain(size):
    """White, one colour, a ramp between two, stripes, or smooth noise."""
    draw = rng.random()
    if draw < 0.3:
        return np.full((size, size, 3), 255, np.uint8)
    base, other = rng.integers(0, 256, 3), rng.integers(0, 256, 3)
    if draw < 0.5:
        return np.full((size, size, 3), base, np.uint8)
    if draw < 0.8:
        ramp = np.linspace(0, 1, size)
        a = between(0, 2 * math.pi)
        mix = ramp[None, :] * math.cos(a) + ramp[:, None] * math.sin(a)
        mix = (mix - mix.min()) / (mix.max() - mix.min()) if draw < 0.65 else (np.sin(mix * between(10, 80)) > 0).astype(float)
    else:
        cells = rng.integers(3, 40)
        mix = np.clip(cv2.resize(rng.random((cells, cells)), (size, size), interpolation=cv2.INTER_CUBIC), 0, 1)
    return (base + (other - base) * (mix[..., None] * between(0.1, 1))).astype(np.uint8)


def over(front, alpha, behind):
    """`front` over `behind` by `alpha` [h, w], all uint8."""
    a = alpha[..., None].astype(np.float32) / 255
    return (front * a + behind * (1 - a)).astype(np.uint8)
