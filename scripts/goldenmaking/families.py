"""Small checkpoints with random weights of the families beside CLIP's own, written by open_clip, timm and transformers,
and what those make of random pixels and ids: a directory each in Tests/ModelTests/Goldens/families.

Towers that timm builds by name are made smaller than the name says; tower.json says by what. golden.safetensors holds
pixels [images, height, width, 3], ids [prompts, context] (as floats, not padded: -1), images and texts (normalised
embeddings).
"""
import json
import shutil
from pathlib import Path

from modelmaking import shim  # noqa: F401  before open_clip
import open_clip.hf_model
import open_clip.timm_model
import timm
import torch
import torch.nn.functional as F
from open_clip.coca_model import CoCa
from open_clip.model import CLIP, CustomTextCLIP
from safetensors.torch import save_file
from timm.models import vision_transformer_hybrid, vitamin
from transformers import (
    AltCLIPConfig, AltCLIPModel, ChineseCLIPConfig, ChineseCLIPImageProcessor, ChineseCLIPModel, CLIPImageProcessor,
    CLIPTextConfig, CLIPTextModelWithProjection, CLIPVisionConfig, CLIPVisionModelWithProjection, MetaClip2Config, MetaClip2Model, SiglipConfig, SiglipImageProcessor, SiglipModel, XLMRobertaConfig)

from goldenmaking.small import channels_last, randomise

ROOT = Path(__file__).resolve().parents[2]
GOLDENS = ROOT / "Tests/ModelTests/Goldens/families"
SUBWORDS = ROOT / "Tests/ModelTests/Goldens/subwords"
SMALL = ROOT / "Tests/ModelTests/Goldens/tokenizer/small"
CONTEXT, TOKENS = 16, 1024
TEXT = {"context_length": CONTEXT, "vocab_size": TOKENS, "width": 32, "heads": 2, "layers": 2}
SIGLIP_TEXT = {
    **TEXT, "vocab_size": 1603, "no_causal_mask": True, "proj_bias": True, "pool_type": "last",
    "norm_kwargs": {"eps": 1e-6}}
VIT = {"img_size": 32, "patch_size": 8, "embed_dim": 32, "depth": 2, "num_heads": 2}


def mci(create, name, **options):
    """MobileCLIP-B's stem has its own width."""
    options = {key: value for key, value in options.items() if key not in ("patch_size", "pretrained")}
    backbone = vision_transformer_hybrid.ConvStem(
        channels=(8, 8, 32), stride=(4, 2, 2), kernel_size=(4, 2, 2), padding=0, act_layer=torch.nn.GELU)
    return vision_transformer_hybrid._create_vision_transformer_hybrid(
        name, backbone=backbone, embed_args=dict(proj=False), no_embed_class=True, **options)


def vitamin_small(create, name, **options):
    """ViTamin's stages have their own widths."""
    options = {key: value for key, value in options.items() if key not in ("patch_size", "pretrained")}
    stages = vitamin.VitCfg(embed_dim=(8, 16, 32), depths=(2, 2, 1), stem_width=8, head_type="1d")
    return vitamin._create_vitamin(
        name, embed_cfg=stages, mlp_layer=vitamin.GeGluMlp, class_token=False,
        global_pool=options.pop("global_pool", "avg"), **options)


# name: (timm's name, what is smaller, pool, proj, text_cfg, tokenizer)
TIMM = {
    "siglip": ("vit_base_patch16_siglip_224", VIT, "map", "none", SIGLIP_TEXT, "t5"),
    "siglip2": ("vit_large_patch16_siglip_512", VIT, "map", "none",
                {**SIGLIP_TEXT, "vocab_size": 2203, "act_kwargs": {"approximate": "tanh"}}, "gemma"),
    "pe": ("vit_pe_core_base_patch16_224", VIT, "map", None, TEXT, None),
    "pe-gigantic": ("vit_pe_core_gigantic_patch14_448", {**VIT, "mlp_ratio": 5.0}, "map", None, TEXT, None),
    "eva01": ("eva_giant_patch14_224", {**VIT, "mlp_ratio": 4.0}, "token", None, TEXT, None),
    "eva02": ("eva02_base_patch16_clip_224", {**VIT, "mlp_ratio": 2.0}, "token", None, TEXT, None),
    "eva02-e": ("eva02_enormous_patch14_clip_224", {**VIT, "mlp_ratio": 3.0}, "token", None, TEXT, None),
    "mobileclip-b": ("vit_base_mci_224", {**VIT, "patch_size": 16}, "token", None, TEXT, None),
    "mobileclip2-l": ("vit_large_patch14_clip_224", VIT, "token", None, {**TEXT, "no_causal_mask": True}, None),
    "vit-medium": ("vit_medium_patch16_gap_256", VIT, "", "linear", TEXT, None),
    "convnext": ("convnext_base", {"depths": [1, 1, 2, 1], "dims": [8, 16, 24, 32]}, "", "mlp", TEXT, None),
    "vitamin": ("vitamin_small_224", {**VIT, "patch_size": 16, "img_size": 64, "mlp_ratio": 2.0}, "", "linear", TEXT,
                None),
    "mci0": ("fastvit_mci0", {"layers": [1, 1, 2, 1], "embed_dims": [8, 16, 32, 64]}, "avg", None,
             {**TEXT, "no_causal_mask": True}, None),
    "mci3": ("fastvit_mci3", {"layers": [1, 1, 1, 1, 1], "embed_dims": [8, 16, 32, 64, 128]}, "avg", None,
             {**TEXT, "no_causal_mask": True}, None),
}


def ids_of(start, end, random, words=TOKENS - 2, lengths=(0, 1, 4, 9, CONTEXT - 2)):
    """Rows of ids, -1 behind them."""
    ids = torch.full((len(lengths), CONTEXT), -1)
    for row, length in enumerate(lengths):
        own = [*([] if start is None else [start]), *torch.randint(3, words, (length,), generator=random).tolist(), end]
        ids[row, :len(own)] = torch.tensor(own)
    return ids


def write(folder, pixels, ids, images, texts):
    save_file({
        "pixels": channels_last(pixels), "ids": ids.float(), "images": F.normalize(images, dim=1).contiguous(),
        "texts": F.normalize(texts, dim=1).contiguous()}, folder / "golden.safetensors")


def tokenizer_files(folder, name):
    """The directory of a tokenizer of another kind, or CLIP's own small one."""
    if name is None:
        for file in ("vocab.json", "merges.txt"):
            shutil.copy(SMALL / file, folder / file)
        return
    for file in SUBWORDS.joinpath(name).iterdir():
        if file.name != "ids.json.gz":
            shutil.copy(file, folder / file.name)


def half(model, folder, file):
    weights = {k: (v.half() if v.is_floating_point() else v).contiguous() for k, v in model.state_dict().items()}
    model.load_state_dict(weights)
    save_file(weights, folder / file, metadata={"format": "pt"})


def open_clip_model(vision, text, dimension, custom, smaller=None, bias=None):
    """open_clip's model around a tower of timm's that is smaller than its name says."""
    create = timm.create_model

    def create_smaller(name, pretrained=False, **options):
        options = {**options, **smaller}
        special = {"vit_base_mci_224": mci, "vitamin_small_224": vitamin_small}
        return special[name](create, name, **options) if name in special else create(name, **options)

    if smaller:
        open_clip.timm_model.timm.create_model = create_smaller
    try:
        more = {} if bias is None else {"init_logit_bias": bias}
        return (CustomTextCLIP if custom else CLIP)(dimension, vision, text, **more).eval()
    finally:
        open_clip.timm_model.timm.create_model = create


def open_clip_golden(name, vision, text, tokenizer, random, smaller=None, custom=True, dimension=24, size=32):
    siglip = tokenizer is not None and "proj_bias" in text
    model = open_clip_model(vision, text, dimension, custom, smaller, -10 if siglip else None)
    randomise(model, random)
    folder = GOLDENS / name
    folder.mkdir(parents=True)
    half(model, folder, "open_clip_model.safetensors")
    text_cfg = {**text, "hf_tokenizer_name": tokenizer or "small"}
    if siglip:
        text_cfg["tokenizer_kwargs"] = {"clean": "canonicalize"}
    configuration = {
        "model_cfg": {"embed_dim": dimension, "vision_cfg": vision, "text_cfg": text_cfg, "custom_text": custom,
                      **({"init_logit_bias": -10} if siglip else {})},
        "preprocess_cfg": {"size": size, "mean": [0.5] * 3, "std": [0.5] * 3, "resize_mode": "squash"}}
    (folder / "open_clip_config.json").write_text(json.dumps(configuration, indent=1) + "\n")
    if smaller:
        (folder / "tower.json").write_text(json.dumps(smaller, indent=1) + "\n")
    tokenizer_files(folder, tokenizer)
    pixels = torch.randn((2, 3, size, size), generator=random)
    end = {None: TOKENS - 1, "t5": 1, "gemma": 2201, "bert": 0, "xlm-roberta": 2}[tokenizer]
    start = {None: TOKENS - 2, "bert": 2, "xlm-roberta": 0}.get(tokenizer)
    ids = ids_of(start, end, random, words=min(TOKENS - 2, text["vocab_size"]))
    pad = 1 if tokenizer == "xlm-roberta" else 0
    padded = torch.where(ids < 0, pad, ids)
    write(folder, pixels, ids, model.encode_image(pixels), model.encode_text(padded))


def coca_golden(name, dimension, random):
    """A pooler of attention, and a class token behind the text; a token in the text is the padding's too."""
    vision = {"image_size": 32, "patch_size": 8, "width": 32, "head_width": 16, "layers": 2, "attentional_pool": True,
              "attn_pooler_heads": 4, "attn_pooler_queries": 5, "output_tokens": True}
    text = {**TEXT, "embed_cls": True, "output_tokens": True}
    multimodal = {**TEXT, "attn_pooler_heads": 2}
    model = CoCa(dimension, multimodal, text, vision).eval()
    randomise(model, random)
    folder = GOLDENS / name
    folder.mkdir(parents=True)
    half(model, folder, "open_clip_model.safetensors")
    (folder / "open_clip_config.json").write_text(json.dumps({
        "model_cfg": {"embed_dim": dimension, "vision_cfg": vision, "text_cfg": {**text, "hf_tokenizer_name": "small"},
                      "multimodal_cfg": multimodal, "custom_text": True},
        "preprocess_cfg": {"size": 32}}, indent=1) + "\n")
    tokenizer_files(folder, None)
    pixels = torch.randn((2, 3, 32, 32), generator=random)
    ids = ids_of(TOKENS - 2, TOKENS - 1, random)
    ids[3, 4] = 0
    write(folder, pixels, ids, model.encode_image(pixels), model.encode_text(ids.clamp(min=0)))


def siglip_golden(name, tokenizer, vocabulary, pad, end, random):
    """As transformers' users save it."""
    layers = {"hidden_size": 32, "intermediate_size": 80, "num_attention_heads": 2, "num_hidden_layers": 2}
    configuration = SiglipConfig(
        text_config={**layers, "vocab_size": vocabulary, "max_position_embeddings": CONTEXT, "pad_token_id": pad,
                     "bos_token_id": None, "eos_token_id": end, "projection_size": 32},
        vision_config={**layers, "image_size": 32, "patch_size": 8})
    model = SiglipModel(configuration).eval()
    randomise(model, random)
    folder = GOLDENS / name
    model.half().save_pretrained(folder)
    model.float()
    SiglipImageProcessor(size={"height": 32, "width": 32}).save_pretrained(folder)
    tokenizer_files(folder, tokenizer)
    pixels = torch.randn((2, 3, 32, 32), generator=random)
    ids = ids_of(None, end, random, words=vocabulary)
    padded = torch.where(ids < 0, pad, ids)
    images, texts = model.get_image_features(pixel_values=pixels), model.get_text_features(input_ids=padded)
    images, texts = (getattr(x, "pooler_output", x) for x in (images, texts))
    write(folder, pixels, ids, images, texts)


def hugging_face_golden(name, model, processor, tokenizer, ids, pad, random):
    """As transformers' users save it; the mask says what is padding."""
    randomise(model, random)
    folder = GOLDENS / name
    model.half().save_pretrained(folder)
    model.float()
    processor.save_pretrained(folder)
    tokenizer_files(folder, tokenizer)
    pixels = torch.randn((2, 3, 32, 32), generator=random)
    padded = torch.where(ids < 0, pad, ids)
    images = model.get_image_features(pixel_values=pixels)
    texts = model.get_text_features(input_ids=padded, attention_mask=(ids >= 0).long())
    images, texts = (getattr(x, "pooler_output", x) for x in (images, texts))
    write(folder, pixels, ids, images, texts)


def side_by_side(name, layers, crop, random):
    """CLIP's towers, each saved by itself, as pipelines have them."""
    towers = {
        "text_encoder": CLIPTextModelWithProjection(CLIPTextConfig(
            **layers, vocab_size=TOKENS, max_position_embeddings=CONTEXT, projection_dim=24, bos_token_id=TOKENS - 2,
            eos_token_id=TOKENS - 1, pad_token_id=0)),
        "image_encoder": CLIPVisionModelWithProjection(CLIPVisionConfig(
            **layers, image_size=32, patch_size=8, projection_dim=24))}
    folder = GOLDENS / name
    for part, model in towers.items():
        randomise(model.eval(), random)
        model.half().save_pretrained(folder / part)
        model.float()
    CLIPImageProcessor(**crop).save_pretrained(folder / "feature_extractor")
    (folder / "tokenizer").mkdir()
    tokenizer_files(folder / "tokenizer", None)
    pixels = torch.randn((2, 3, 32, 32), generator=random)
    ids = ids_of(TOKENS - 2, TOKENS - 1, random)
    write(folder, pixels, ids, towers["image_encoder"](pixel_values=pixels).image_embeds,
          towers["text_encoder"](input_ids=torch.where(ids < 0, 0, ids)).text_embeds)


def relatives(layers, crop):
    """CLIP's relatives in transformers."""
    bert = {**layers, "vocab_size": 1500, "max_position_embeddings": 24, "type_vocab_size": 2}
    vision = {**layers, "image_size": 32, "patch_size": 8, "hidden_act": "quick_gelu", "projection_dim": 24}
    random = torch.Generator().manual_seed(110)
    hugging_face_golden(
        "chinese-clip",
        ChineseCLIPModel(ChineseCLIPConfig(text_config=bert, vision_config=vision, projection_dim=24)).eval(),
        ChineseCLIPImageProcessor(**crop), "bert-vocab", ids_of(2, 3, random, words=1500), 0, random)
    roberta = {**layers, "vocab_size": 1602, "max_position_embeddings": 24, "type_vocab_size": 1, "pad_token_id": 1,
               "bos_token_id": 0, "eos_token_id": 2, "project_dim": 28}
    random = torch.Generator().manual_seed(111)
    hugging_face_golden(
        "altclip", AltCLIPModel(AltCLIPConfig(text_config=roberta, vision_config=vision, projection_dim=24)).eval(),
        CLIPImageProcessor(**crop), "xlm-roberta", ids_of(0, 2, random, words=1602), 1, random)
    random = torch.Generator().manual_seed(112)
    text = {**layers, "vocab_size": 1602, "max_position_embeddings": CONTEXT, "hidden_act": "quick_gelu",
            "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "projection_dim": 24}
    hugging_face_golden(
        "metaclip-2", MetaClip2Model(MetaClip2Config(text_config=text, vision_config=vision, projection_dim=24)).eval(),
        CLIPImageProcessor(**crop), "xlm-roberta", ids_of(0, 2, random, words=1602), 1, random)


def xlm_roberta_golden(name, projection, pooler, random):
    """open_clip around a text tower of transformers, which is smaller than its name says."""
    configuration = XLMRobertaConfig(
        vocab_size=1602, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128,
        max_position_embeddings=24, type_vocab_size=1, pad_token_id=1, bos_token_id=0, eos_token_id=2)
    build = open_clip.hf_model.HFTextEncoder.__init__

    def small(self, model_name_or_path, output_dim, config=None, pooler_type=None, proj_type=None, pretrained=True,
              output_tokens=False):
        build(self, model_name_or_path, output_dim, configuration, pooler_type, proj_type, False, output_tokens)
        if pooler_type != "cls_pooler":
            self.transformer.pooler = None

    vision = {"image_size": 32, "patch_size": 8, "width": 32, "head_width": 16, "layers": 2}
    text = {"hf_model_name": "xlm-roberta-base", "hf_tokenizer_name": "xlm-roberta-base", "hf_pooler_type": pooler,
            "hf_proj_type": projection}
    open_clip.hf_model.HFTextEncoder.__init__ = small
    try:
        model = CustomTextCLIP(24, vision, text).eval()
    finally:
        open_clip.hf_model.HFTextEncoder.__init__ = build
    randomise(model, random)
    folder = GOLDENS / name
    folder.mkdir(parents=True)
    half(model, folder, "open_clip_model.safetensors")
    (folder / "open_clip_config.json").write_text(json.dumps({
        "model_cfg": {"embed_dim": 24, "vision_cfg": vision, "text_cfg": text},
        "preprocess_cfg": {"size": 32}}, indent=1) + "\n")
    (folder / "text.json").write_text(json.dumps(
        {"width": 32, "layers": 2, "heads": 2, "hidden": 128, "vocabulary": 1602, "positions": 24}) + "\n")
    tokenizer_files(folder, "xlm-roberta")
    pixels = torch.randn((2, 3, 32, 32), generator=random)
    ids = ids_of(0, 2, random, words=1602)
    write(folder, pixels, ids, model.encode_image(pixels), model.encode_text(torch.where(ids < 0, 1, ids)))


@torch.no_grad()
def main():
    torch.set_num_threads(1)
    shutil.rmtree(GOLDENS, ignore_errors=True)
    for index, (name, (timm_name, smaller, pool, proj, text, tokenizer)) in enumerate(TIMM.items()):
        vision = {"timm_model_name": timm_name, "timm_model_pretrained": False, "timm_pool": pool, "timm_proj": proj,
                  "image_size": 64 if name in ("convnext", "vitamin", "mci0", "mci3") else 32}
        dimension = 32 if proj == "none" else 24
        open_clip_golden(name, vision, text, tokenizer, torch.Generator().manual_seed(index), smaller,
                         dimension=dimension, size=vision["image_size"])
    vit = {"image_size": 32, "patch_size": 8, "width": 32, "head_width": 16, "layers": 2}
    open_clip_golden(
        "clipa", {**vit, "no_ln_pre": True, "pool_type": "avg", "final_ln_after_pool": True},
        {**TEXT, "vocab_size": 1500, "pool_type": "last", "no_causal_mask": True}, "bert",
        torch.Generator().manual_seed(50), custom=False)
    siglip_golden("hf-siglip", "siglip", 1600, 1, 1, torch.Generator().manual_seed(100))
    open_clip_golden(
        "worldwide", vit, {**TEXT, "vocab_size": 1602, "pool_type": "eos", "eos_id": 2}, "xlm-roberta",
        torch.Generator().manual_seed(51), custom=False)
    xlm_roberta_golden("xlm-roberta", "mlp", "mean_pooler", torch.Generator().manual_seed(52))
    xlm_roberta_golden("xlm-roberta-cls", "linear", "cls_pooler", torch.Generator().manual_seed(53))
    coca_golden("coca", 24, torch.Generator().manual_seed(54))
    coca_golden("coca-square", 32, torch.Generator().manual_seed(55))
    relatives({"hidden_size": 32, "intermediate_size": 80, "num_attention_heads": 2, "num_hidden_layers": 2},
              {"size": {"shortest_edge": 32}, "crop_size": {"height": 32, "width": 32}})
    side_by_side("side-by-side",
                 {"hidden_size": 32, "intermediate_size": 80, "num_attention_heads": 2, "num_hidden_layers": 2},
                 {"size": {"shortest_edge": 32}, "crop_size": {"height": 32, "width": 32}},
                 torch.Generator().manual_seed(113))
    siglip_golden("hf-siglip2", "gemma", 2203, 0, 2201, torch.Generator().manual_seed(101))


main()
