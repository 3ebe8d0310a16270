"""Writes fixtures/images: pictures in many encodings with what Pillow makes of them.

Every picture comes with its pixels after `ImageOps.exif_transpose`, as `convert("RGB")` and as
`convert("L")`, and some with `resize` by each of Pillow's rules. The pixels are in
expected.zip, the pictures beside it.
"""

import io
import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import png
import simplejpeg
from PIL import Image, ImageOps

from picture_formats import (
    indexed_bmp,
    orientation_exif,
    rle4_bmp,
    rle8_bmp,
    sixteen_bit_bmp,
    top_down_bmp,
    unused_byte_bmp,
    ycck_jpeg,
)

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "images"
SEED = 7
RULES = {rule.name.lower(): rule for rule in Image.Resampling}
SIZES = [(8, 8), (13, 5), (1, 1), (35, 12), (50, 41)]
RESIZED = {"png-rgb8.png", "png-grey8.png", "png-noise.png", "jpeg-large-420.jpg", "jpeg-exif-6.jpg"}


def scene(width, height):
    """Gradients, a hard edge, a circle and a little noise: what decoders and filters get wrong."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    red, green = 255 * x / max(width - 1, 1), 255 * y / max(height - 1, 1)
    rgb = np.dstack([red, green, 255 - (red + green) / 2])
    rgb[(x - width / 3) ** 2 + (y - height / 2) ** 2 < (min(width, height) / 3) ** 2] = (250, 240, 20)
    rgb[:, width * 3 // 4 : width * 3 // 4 + 2] = (10, 10, 200)
    noise = np.random.default_rng(SEED).integers(-12, 13, rgb.shape)
    return np.clip(rgb + noise, 0, 255).astype(np.uint8)


def noise(width, height):
    return np.random.default_rng(SEED).integers(0, 256, (height, width, 3), dtype=np.uint8)


RGB = scene(23, 17)
PHOTO = scene(35, 27)
GREY = np.asarray(Image.fromarray(RGB).convert("L"))
ALPHA = np.linspace(0, 255, GREY.size).astype(np.uint8).reshape(GREY.shape)


def saved(picture, encoding, **options):
    stream = io.BytesIO()
    picture.save(stream, encoding, **options)
    return stream.getvalue()


def with_alpha(rgb=RGB):
    return Image.fromarray(np.dstack([rgb, ALPHA]))


def quantised(colours, rgb=RGB):
    """Palette indices and the palette of a picture reduced to at most so many colours."""
    picture = Image.fromarray(rgb).quantize(colours, dither=Image.Dither.NONE)
    entries = np.asarray(picture.getpalette("RGB")).reshape(-1, 3)
    indices = np.asarray(picture)
    return indices, [tuple(int(part) for part in entry) for entry in entries[: indices.max() + 1]]


def encoded_png(samples, **options):
    """By pypng, which writes each depth and Adam7."""
    height, width = samples.shape[:2]
    stream = io.BytesIO()
    png.Writer(width, height, **options).write(stream, samples.reshape(height, -1).tolist())
    return stream.getvalue()


def sixteen_bits(samples):
    low = np.random.default_rng(SEED).integers(0, 256, samples.shape)
    return samples.astype(np.int64) * 256 + low


def palette_png(colours, bitdepth, interlace=False, transparent=False):
    indices, palette = quantised(colours)
    if transparent:
        palette = [entry + (0 if at == 0 else 255 - at * 9 % 256,) for at, entry in enumerate(palette)]
    return encoded_png(indices, palette=palette, bitdepth=bitdepth, interlace=interlace)


def png_pictures():
    for depth in (1, 2, 4, 8):
        yield f"png-grey{depth}.png", encoded_png(GREY >> (8 - depth), greyscale=True, bitdepth=depth)
    yield "png-grey16.png", encoded_png(sixteen_bits(GREY), greyscale=True, bitdepth=16)
    grey_alpha = np.dstack([GREY, ALPHA])
    yield "png-grey-alpha8.png", encoded_png(grey_alpha, greyscale=True, alpha=True, bitdepth=8)
    yield "png-grey-alpha16.png", encoded_png(
        sixteen_bits(grey_alpha), greyscale=True, alpha=True, bitdepth=16
    )
    yield "png-grey8-transparent.png", encoded_png(
        GREY, greyscale=True, bitdepth=8, transparent=int(GREY[0, 0])
    )
    yield "png-rgb8.png", encoded_png(RGB, greyscale=False, bitdepth=8)
    yield "png-rgb8-transparent.png", encoded_png(
        RGB, greyscale=False, bitdepth=8, transparent=tuple(int(part) for part in RGB[0, 0])
    )
    yield "png-rgb16.png", encoded_png(sixteen_bits(RGB), greyscale=False, bitdepth=16)
    rgba = np.dstack([RGB, ALPHA])
    yield "png-rgba8.png", encoded_png(rgba, greyscale=False, alpha=True, bitdepth=8)
    yield "png-rgba16.png", encoded_png(sixteen_bits(rgba), greyscale=False, alpha=True, bitdepth=16)
    for colours, depth in ((2, 1), (4, 2), (16, 4), (200, 8)):
        yield f"png-palette{depth}.png", palette_png(colours, depth)
    yield "png-palette8-transparent.png", palette_png(200, 8, transparent=True)
    yield "png-palette2-transparent.png", palette_png(4, 2, transparent=True)
    yield "png-interlaced-rgb8.png", encoded_png(RGB, greyscale=False, bitdepth=8, interlace=True)
    yield "png-interlaced-grey1.png", encoded_png(GREY >> 7, greyscale=True, bitdepth=1, interlace=True)
    yield "png-interlaced-rgba16.png", encoded_png(
        sixteen_bits(rgba), greyscale=False, alpha=True, bitdepth=16, interlace=True
    )
    yield "png-interlaced-palette4.png", palette_png(16, 4, interlace=True)
    yield "png-interlaced-3x2.png", encoded_png(RGB[:2, :3], greyscale=False, bitdepth=8, interlace=True)
    yield "png-noise.png", encoded_png(noise(37, 29), greyscale=False, bitdepth=8)
    yield "png-1x1.png", encoded_png(RGB[:1, :1], greyscale=False, bitdepth=8)
    yield "png-exif-6.png", saved(Image.fromarray(RGB), "PNG", exif=orientation_exif(6))


def jpeg(picture, **options):
    return saved(picture, "JPEG", **{"quality": 90, **options})


def subsampled_jpeg(rgb, subsampling):
    return simplejpeg.encode_jpeg(np.ascontiguousarray(rgb), quality=90, colorsubsampling=subsampling)


def jpeg_pictures():
    photo = Image.fromarray(PHOTO)
    for subsampling in ("444", "422", "420", "440", "411"):
        yield f"jpeg-{subsampling}.jpg", subsampled_jpeg(PHOTO, subsampling)
    yield "jpeg-large-420.jpg", subsampled_jpeg(scene(97, 71), "420")
    yield "jpeg-grey.jpg", jpeg(photo.convert("L"))
    yield "jpeg-quality-30.jpg", jpeg(photo, quality=30)
    yield "jpeg-rgb-untransformed.jpg", jpeg(photo, keep_rgb=True)
    yield "jpeg-progressive-444.jpg", jpeg(photo, progressive=True, subsampling=0)
    yield "jpeg-progressive-420.jpg", jpeg(photo, progressive=True, subsampling=2)
    yield "jpeg-progressive-grey.jpg", jpeg(photo.convert("L"), progressive=True)
    yield "jpeg-optimised.jpg", jpeg(photo, optimize=True)
    yield "jpeg-restart-blocks.jpg", jpeg(photo, restart_marker_blocks=2)
    yield "jpeg-restart-rows.jpg", jpeg(photo, restart_marker_rows=1, subsampling=2)
    yield "jpeg-restart-progressive.jpg", jpeg(photo, restart_marker_blocks=3, progressive=True)
    yield "jpeg-cmyk.jpg", jpeg(inks())
    yield "jpeg-cmyk-progressive.jpg", jpeg(inks(), progressive=True)
    yield "jpeg-ycck.jpg", ycck_jpeg(inks())
    for width, height in ((1, 1), (17, 1), (1, 33), (16, 16)):
        yield f"jpeg-{width}x{height}-420.jpg", subsampled_jpeg(scene(width, height), "420")
    for orientation in range(1, 9):
        yield f"jpeg-exif-{orientation}.jpg", jpeg(photo, exif=b"Exif\0\0" + orientation_exif(orientation))
    yield "jpeg-exif-6-big-endian.jpg", jpeg(photo, exif=b"Exif\0\0" + orientation_exif(6, ">"))


def inks():
    """CMYK with a black part, which Pillow's own conversion from RGB never has."""
    colours = 255 - PHOTO
    black = (colours.min(axis=2) // 2)[..., None]
    return Image.fromarray(np.concatenate([colours - black, black], axis=2), "CMYK")


def other_pictures():
    palette = Image.fromarray(RGB).quantize(64, dither=Image.Dither.NONE)
    second = Image.fromarray(RGB[::-1].copy()).quantize(64, dither=Image.Dither.NONE)
    yield "gif.gif", saved(palette, "GIF", interlace=0)
    yield "gif-interlaced.gif", saved(palette, "GIF", interlace=1)
    yield "gif-transparent.gif", saved(
        palette, "GIF", interlace=0, transparency=int(np.asarray(palette)[0, 0])
    )
    yield "gif-animated.gif", saved(
        palette, "GIF", save_all=True, append_images=[second], duration=100, loop=0
    )
    yield "gif-grey.gif", saved(Image.fromarray(GREY), "GIF")
    yield "bmp24.bmp", saved(Image.fromarray(RGB), "BMP")
    yield "bmp24-top-down.bmp", top_down_bmp(RGB)
    yield "bmp32-alpha-ignored.bmp", saved(with_alpha(), "BMP")
    yield "bmp32.bmp", unused_byte_bmp(RGB)
    yield "bmp16-555.bmp", sixteen_bit_bmp(RGB, 5)
    yield "bmp16-565.bmp", sixteen_bit_bmp(RGB, 6)
    for colours, depth in ((2, 1), (16, 4), (200, 8)):
        yield f"bmp{depth}.bmp", indexed_bmp(*quantised(colours), depth)
    yield "bmp8-rle.bmp", rle8_bmp(*quantised(12))
    yield "bmp4-rle.bmp", rle4_bmp(*quantised(16))
    photo = Image.fromarray(PHOTO)
    yield "webp-lossy.webp", saved(photo, "WEBP", quality=80)
    yield "webp-lossless.webp", saved(photo, "WEBP", lossless=True)
    yield "webp-lossy-alpha.webp", saved(with_alpha(), "WEBP", quality=80)
    yield "webp-lossless-alpha.webp", saved(with_alpha(), "WEBP", lossless=True, exact=True)
    yield "webp-exif-6.webp", saved(photo, "WEBP", lossless=True, exif=orientation_exif(6))
    yield "webp-animated.webp", saved(
        photo, "WEBP", lossless=True, save_all=True, append_images=[Image.fromarray(PHOTO[::-1].copy())]
    )


class Expected:
    """The zip of raw pixels; entries have a fixed date, so that the same pixels give the same file."""

    def __init__(self, path):
        self.archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9)

    def add(self, name, picture):
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        self.archive.writestr(entry, picture.tobytes())
        return name


def expectation(name, encoded, expected):
    picture = Image.open(io.BytesIO(encoded))
    record = {"file": name, "format": picture.format, "mode": picture.mode}
    upright = ImageOps.exif_transpose(picture)
    rgb, grey = upright.convert("RGB"), upright.convert("L")
    record |= {"width": rgb.width, "height": rgb.height}
    record["rgb"] = expected.add(f"{name}.rgb", rgb)
    record["grey"] = expected.add(f"{name}.l", grey)
    alpha = upright.convert("RGBA").getchannel("A")
    if alpha.getextrema() != (255, 255):
        record["alpha"] = expected.add(f"{name}.a", alpha)
    record["resized"] = [
        resized(name, rgb, grey, rule, size, expected) for rule in RULES for size in SIZES if name in RESIZED
    ]
    return record


def resized(name, rgb, grey, rule, size, expected):
    width, height = size
    stem = f"{name}-{width}x{height}-{rule}"
    return {
        "rule": rule,
        "width": width,
        "height": height,
        "rgb": expected.add(f"{stem}.rgb", rgb.resize(size, RULES[rule])),
        "grey": expected.add(f"{stem}.l", grey.resize(size, RULES[rule])),
    }


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    expected = Expected(FOLDER / "expected.zip")
    records = []
    for name, encoded in [*png_pictures(), *jpeg_pictures(), *other_pictures()]:
        (FOLDER / name).write_bytes(encoded)
        records.append(expectation(name, encoded, expected))
    expected.archive.close()
    lines = ",\n".join(json.dumps(record) for record in records)
    (FOLDER / "index.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    total = sum(file.stat().st_size for file in FOLDER.iterdir())
    print(f"images: {len(records)} pictures, {total} bytes with what is expected of them")


if __name__ == "__main__":
    main()
