"""Encodings that Pillow reads and does not write: BMP of every depth, and JPEG as YCCK."""

import io
import struct

import numpy as np
from PIL import Image

BMP_RAW, BMP_RLE8, BMP_RLE4, BMP_BITFIELDS = 0, 1, 2, 3


def bmp(width, height, depth, rows, palette=(), compression=BMP_RAW, masks=()):
    """One BMP file. `rows` is the pixel data as stored; a negative height puts the first row on top."""
    colours = b"".join(struct.pack("<4B", blue, green, red, 0) for red, green, blue in palette)
    bitfields = b"".join(struct.pack("<I", mask) for mask in masks)
    offset = 14 + 40 + len(bitfields) + len(colours)
    info = struct.pack(
        "<IiiHHIIiiII", 40, width, height, 1, depth, compression, len(rows), 2835, 2835, len(palette), 0
    )
    return struct.pack("<2sIHHI", b"BM", offset + len(rows), 0, 0, offset) + info + bitfields + colours + rows


def padded(row):
    """A BMP row ends on a multiple of four bytes."""
    return row + bytes(-len(row) % 4)


def packed(indices, depth):
    """Indices of one row, most significant bits first."""
    bits = "".join(f"{index:0{depth}b}" for index in indices)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))


def indexed_bmp(indices, palette, depth):
    height, width = indices.shape
    rows = b"".join(padded(packed(row, depth)) for row in indices[::-1])
    return bmp(width, height, depth, rows, palette)


def top_down_bmp(rgb):
    height, width, _ = rgb.shape
    return bmp(width, -height, 24, b"".join(padded(row[:, ::-1].tobytes()) for row in rgb))


def sixteen_bit_bmp(rgb, green_bits):
    """5-5-5 as the format has it by default, or 5-6-5 with explicit masks."""
    height, width, _ = rgb.shape
    red, green, blue = (rgb[..., channel].astype(np.uint16) for channel in range(3))
    words = (red >> 3) << (5 + green_bits) | (green >> (8 - green_bits)) << 5 | blue >> 3
    rows = b"".join(padded(row.astype("<u2").tobytes()) for row in words[::-1])
    if green_bits == 5:
        return bmp(width, height, 16, rows)
    return bmp(width, height, 16, rows, compression=BMP_BITFIELDS, masks=(0xF800, 0x07E0, 0x001F))


def unused_byte_bmp(rgb):
    """32 bits a pixel without masks: the fourth byte means nothing."""
    height, width, _ = rgb.shape
    pixels = np.full((height, width, 4), 77, np.uint8)
    pixels[..., :3] = rgb[..., ::-1]
    return bmp(width, height, 32, pixels[::-1].tobytes())


def rle8_bmp(indices, palette):
    """Encoded runs, absolute runs, end of line, end of bitmap: everything but the rarely written delta."""
    height, width = indices.shape
    rows = b"".join(rle8_row(list(row)) + b"\0\0" for row in indices[::-1])
    return bmp(width, height, 8, rows[:-2] + b"\0\1", palette, BMP_RLE8)


def rle8_row(row):
    encoded, at = b"", 0
    while at < len(row):
        run = run_length(row, at)
        literal = [] if run > 1 else literal_run(row, at)
        if len(literal) >= 3:
            encoded += bytes([0, len(literal), *literal]) + bytes(len(literal) % 2)
            at += len(literal)
        else:
            encoded += bytes([run, row[at]])
            at += run
    return encoded


def run_length(row, at):
    end = at
    while end < len(row) and row[end] == row[at] and end - at < 255:
        end += 1
    return end - at


def literal_run(row, at):
    end = at
    while end < len(row) and run_length(row, end) == 1 and end - at < 255:
        end += 1
    return row[at:end]


def rle4_bmp(indices, palette):
    """Encoded runs only: two alternating indices a run."""
    height, width = indices.shape
    rows = b""
    for row in indices[::-1]:
        for at in range(0, width, 2):
            pair = [*row[at : at + 2], 0][:2]
            rows += bytes([min(2, width - at), pair[0] << 4 | pair[1]])
        rows += b"\0\0"
    return bmp(width, height, 4, rows[:-2] + b"\0\1", palette, BMP_RLE4)


def ycck_jpeg(cmyk, quality=90):
    """Pillow writes four components untransformed; these are Y, Cb, Cr, K, and the Adobe marker says so."""
    inks = np.asarray(cmyk)
    luma = np.asarray(Image.fromarray(255 - inks[..., :3]).convert("YCbCr"))
    components = np.dstack([255 - luma, inks[..., 3]])
    stream = io.BytesIO()
    Image.fromarray(components, "CMYK").save(stream, "JPEG", quality=quality)
    encoded = bytearray(stream.getvalue())
    marker = encoded.index(b"Adobe")
    encoded[marker + 11] = 2  # the transform: 0 none, 1 YCbCr, 2 YCCK
    return bytes(encoded)


def orientation_exif(orientation, order="<"):
    """The smallest EXIF block that holds an orientation, in either byte order."""
    head = b"II*\0" if order == "<" else b"MM\0*"
    return head + struct.pack(order + "IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)
