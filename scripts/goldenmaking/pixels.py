"""What Pillow decodes, and what open_clip and transformers make of it, for Tests/ModelTests/Goldens/pixels.

files/           small pictures of every kind.
bombs/           headers that claim 60000x60000, one a format.
pixels.json      "files" in their order, and "preprocessings" with the files that each was given.
decoded.rgba     every file's pixels, RGBA, one after the other.
upright.rgba     the same, of the files that EXIF turns, turned.
NAME.rgb         one preprocessing's pixels before they become floats, [files, height, width, 3].
tensor.f32       one of them as floats, [height, width, 3].
"""
import json
import shutil
from pathlib import Path

import numpy as np
from open_clip.transform import image_transform
from PIL import Image, ImageOps
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from goldenmaking import oddities, pictures

FOLDER = Path("Tests/ModelTests/Goldens/pixels")
PHOTOS = ["sample-data/photos/images/food/apricot.jpg", "sample-data/photos/images/animals/albino-peahen.jpg"]

PREPROCESSINGS = [
    dict(name="shortest", width=16, height=16),
    dict(name="shortest-bilinear-odd", width=15, height=15, interpolation="bilinear"),
    dict(name="shortest-larger", width=32, height=32),
    dict(name="shortest-wide", width=20, height=14, interpolation="bilinear"),
    dict(name="squash", width=16, height=12, resizeMode="squash"),
    dict(name="longest", width=18, height=15, resizeMode="longest", fillColour=3),
    dict(name="hugging-face", width=16, height=16, cropRounding="floor", convertsToRGBFirst=True),
    dict(name="hugging-face-odd", width=15, height=15, cropRounding="floor", convertsToRGBFirst=True, interpolation="bilinear"),
    dict(name="oddities", width=8, height=8, pictures="odd"),
    dict(name="oddities-over-white", width=8, height=8, cropRounding="floor", convertsToRGBFirst=True, pictures="alpha"),
    dict(name="clip-224", width=224, height=224, photos=PHOTOS),
    dict(name="lite-260", width=260, height=260, photos=PHOTOS[1:]),
]


def open_clip(case):
    size = case["width"] if case["width"] == case["height"] else (case["height"], case["width"])
    transform = image_transform(
        size, is_train=False, resize_mode=case["resizeMode"], interpolation=case["interpolation"], fill_color=case["fillColour"])
    to_image = [step for step in transform.transforms if type(step).__name__ not in ("MaybeToTensor", "Normalize")]

    def pixels(image):
        for step in to_image:
            image = step(image)
        return np.asarray(image)

    return pixels, lambda image: transform(image).permute(1, 2, 0).numpy()


def hugging_face(case):
    resample = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}[case["interpolation"]]
    process = CLIPImageProcessorPil(
        size={"shortest_edge": case["width"]}, crop_size={"height": case["height"], "width": case["width"]},
        resample=resample, do_rescale=False, do_normalize=False)
    return lambda image: np.moveaxis(process(image)["pixel_values"][0], 0, -1)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "files").mkdir(parents=True)
    common, odd = [], []
    for names, every in ((common, pictures.every()), (odd, oddities.every())):
        for name, data in every:
            (FOLDER / "files" / name).write_bytes(data)
            names.append(name)
    (FOLDER / "bombs").mkdir()
    for name, data in oddities.bombs():
        (FOLDER / "bombs" / name).write_bytes(data)
    files, decoded, upright = [], b"", b""
    for name in common + odd:
        image = Image.open(FOLDER / "files" / name)
        # Pillow leaves 16 bit grey opaque whatever its tRNS says.
        has_alpha = "A" in image.getbands() or "transparency" in image.info and image.mode != "I;16"
        decoded += image.convert("RGBA").tobytes()
        orientation = image.getexif().get(0x0112, 1)
        if orientation != 1:
            upright += ImageOps.exif_transpose(image).convert("RGBA").tobytes()
        files.append(dict(file=name, width=image.width, height=image.height, hasAlpha=has_alpha, mode=image.mode,
                          orientation=orientation))
    (FOLDER / "decoded.rgba").write_bytes(decoded)
    (FOLDER / "upright.rgba").write_bytes(upright)
    chosen = dict(common=common, odd=odd,
                  alpha=[file["file"] for file in files if file["file"] in odd and file["hasAlpha"]])

    cases = []
    for case in PREPROCESSINGS:
        defaults = dict(resizeMode="shortest", interpolation="bicubic", cropRounding="torchvision",
                        convertsToRGBFirst=False, fillColour=0)
        case = {**defaults, **case}
        photos = case.pop("photos", None)
        names = chosen[case.pop("pictures", "common")]
        paths = [Path(photo) for photo in photos] if photos else [FOLDER / "files" / name for name in names]
        if case["name"] == "longest":
            # One of the sides becomes 0, and the reference fails.
            paths = [path for path in paths if path.name not in ("3x200.png", "200x3.png")]
        pixels = hugging_face(case) if case["convertsToRGBFirst"] else open_clip(case)[0]
        (FOLDER / f"{case['name']}.rgb").write_bytes(b"".join(pixels(Image.open(path)).tobytes() for path in paths))
        cases.append({**case, "files": [path.as_posix() for path in paths]})
        if case["name"] == "shortest":
            tensor = open_clip(case)[1](Image.open(FOLDER / "files" / "rgb.png"))
            (FOLDER / "tensor.f32").write_bytes(np.ascontiguousarray(tensor, "<f4").tobytes())
    (FOLDER / "pixels.json").write_text(
        '{"files": [\n' + ",\n".join(json.dumps(file) for file in files)
        + '\n], "preprocessings": ' + json.dumps(cases, indent=1) + "}\n")


if __name__ == "__main__":
    main()
