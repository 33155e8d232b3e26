/// Families of models that are not read, by what their configurations say: what people call them, and what would be
/// needed, or what to take instead.
struct RefusedFamily: Sendable {
    let name: String
    let need: String

    /// - Parameters:
    ///   - key: the whole path of it, "model_cfg.vision_cfg.timm_model_name".
    static func of(key: String, value: String) -> RefusedFamily? {
        let last = key.split(separator: ".").last.map(String.init) ?? key
        return all[last]?.first { value.hasPrefix($0.value) }?.family
    }

    private typealias Row = (value: String, family: RefusedFamily)

    private static func row(_ value: String, _ name: String, _ need: String) -> Row {
        (value, RefusedFamily(name: name, need: need))
    }

    private static let imageAlone = "an image tower alone, and texts need one too"
    private static let textAlone = "a text tower alone, and images need one too"
    private static let fusion = "its text tower reads the picture, so that neither has an embedding of its own"

    /// By the last part of a key; values by what they begin with, the longer ones first.
    private static let all: [String: [Row]] = [
        "model_type": [
            row(
                "clip_text_model", "CLIP's text tower alone", "put it and the image tower's folder below one directory"),
            row(
                "clip_vision_model", "CLIP's image tower alone",
                "put it and the text tower's folder below one directory"),
            row(
                "siglip2", "SigLIP 2 of any resolution (naflex)",
                "pictures cut in their own proportions; those of one resolution are read, as siglip2-base-patch16-224"),
            row("siglip_text_model", "SigLIP's text tower", textAlone),
            row("siglip_vision_model", "SigLIP's image tower", imageAlone),
            row("blip", "BLIP", fusion), row("instructblip", "InstructBLIP", fusion), row("vilt", "ViLT", fusion),
            row("bridgetower", "BridgeTower", fusion), row("flava", "FLAVA", fusion),
            row("align", "ALIGN", "EfficientNet-B7 in transformers' names beside BERT"),
            row("groupvit", "GroupViT", "an image tower that groups its tokens"),
            row("clipseg", "CLIPSeg", "it cuts pictures into parts; the CLIP that it was made of is read"),
            row("owlv", "OWL-ViT", "it finds places in pictures; the CLIP that it was made of is read"),
            row("vision-text-dual-encoder", "a pair of any two towers", "towers of any kind of transformers"),
            row("xclip", "X-CLIP", "films in place of pictures"), row("clap", "CLAP", "sounds in place of pictures"),
            row("clvp", "CLVP", "sounds in place of pictures"),
            row("dinov", "DINO", imageAlone), row("vit", "ViT", imageAlone),
        ],
        "timm_model_name": [
            row("swin", "Swin", "windows that move from layer to layer"),
            row("vit_relpos", "a ViT with relative positions", "a bias of attention for each distance"),
            row("resnet", "timm's ResNet", "its stem and its pooling"),
        ],
        "hf_model_name": [
            row("google/mt5", "mT5", "T5's encoder, whose attention has a bias for each distance"),
            row("mt5", "mT5", "T5's encoder, whose attention has a bias for each distance"),
            row("facebook/nllb", "NLLB", "M2M100's encoder, and a token for the language"),
        ],
    ]
}
