import Foundation

/// Why a checkpoint could not be used.
package enum CheckpointError: Error, Equatable {
    case noSuchModel(URL)
    /// A directory that holds none of the layouts that are read.
    case unknownLayout(URL)
    case missingWeights(URL, expected: [String], found: [String])
    case missingPreprocessing(URL, expected: [String])
    case unreadable(URL, reason: String)
    /// Not what its format asks for: a header that cannot be read, offsets that leave the file.
    case malformed(URL, reason: String)
    /// A pickle that asks for more of Python than tensors need.
    case forbiddenGlobal(module: String, name: String, file: URL)
    case missingTensor(name: String, file: URL)
    case wrongShape(name: String, expected: [Int], found: [Int], file: URL)
    case wrongType(name: String, found: String, file: URL)
    case notFinite(name: String, file: URL)
    /// Written to between the look at its headers and the reading of its values.
    case changed(URL)
    case unexpectedTensors([String], file: URL)
    case missingKey(String, file: URL)
    case wrongValue(key: String, expected: String, found: String, file: URL)
    case unsupported(key: String, value: String, file: URL)
    case vocabularySize(expected: Int, found: Int, file: URL)
    /// A token that the tokenizer knows and the text tower does not.
    case tokenBeyondVocabulary(Int, size: Int, prompt: String, model: URL)
    /// The vocabulary of CLIP's own would be a guess.
    case missingTokenizer(URL, reason: String)
    /// A directory for which an architecture was named.
    case hasConfiguration(URL, architecture: String)
    case unknownArchitecture(String, nearest: String?)
    /// What comes out of weights that are numbers each.
    case resultNotFinite(String, model: URL)
}

extension CheckpointError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchModel(let url):
            "\(url.path): no such model; a model is a directory of open_clip or Hugging Face, or OpenAI's .pt"
        case .unknownLayout(let url):
            "\(url.path): no model in it, expected open_clip_config.json (open_clip) or config.json (Hugging Face)"
        case .missingWeights(let url, let expected, let found):
            "\(url.path): no weights, expected one of \(listing(expected))"
                + (found.isEmpty ? "" : "; found \(listing(Array(found.prefix(3))))")
        case .missingPreprocessing(let url, let expected):
            "\(url.path): nothing says how pictures are prepared, expected \(expected.joined(separator: " or "))"
        case .unreadable(let file, let reason): "\(file.path): cannot be read: \(reason)"
        case .malformed(let file, let reason): "\(file.path): \(reason)"
        case .forbiddenGlobal(let module, let name, let file):
            "\(file.path): its pickle asks for \(module).\(name), which weights have no need of: refused, "
                + "nothing was run; a checkpoint saved from a state_dict does not have it"
        case .missingTensor(let name, let file): "\(file.path): no tensor \(name)"
        case .wrongShape(let name, let expected, let found, let file):
            "\(file.path): \(name) is \(found), expected \(expected)"
        case .wrongType(let name, let found, let file):
            "\(file.path): \(name) is of type \(found), expected F32, F16 or BF16"
        case .notFinite(let name, let file): "\(file.path): \(name) holds values that are no numbers, or infinite"
        case .changed(let file): "\(file.path): was changed since it was opened"
        case .unexpectedTensors(let names, let file):
            "\(file.path): \(names.count) tensors that the configuration does not speak of: "
                + listing(Array(names.prefix(3))) + (names.count > 3 ? ", ..." : "")
        case .missingKey(let key, let file): "\(file.path): no \(key)"
        case .wrongValue(let key, let expected, let found, let file):
            "\(file.path): \(key) is \(found), expected \(expected)"
        case .unsupported(let key, let value, let file):
            "\(file.path): \(key) = \(value) is not supported"
                + (RefusedFamily.of(key: key, value: value).map { "; \($0.name): \($0.need)" } ?? "")
        case .missingTokenizer(let url, let reason):
            "\(url.path): \(reason), and no tokenizer is beside it: expected tokenizer.json "
                + "(and tokenizer_config.json), or vocab.json and merges.txt"
        case .hasConfiguration(let url, let name):
            "\(url.path) has a configuration; --architecture \(name) is for a single file of weights"
        case .unknownArchitecture(let name, let nearest):
            "no architecture \(name)" + (nearest.map { "; did you mean \($0)?" } ?? "")
                + " (those that open_clip builds by name: \(listing(Architecture.examples)), ...)"
        case .resultNotFinite(let what, let model):
            "\(model.path): \(what) comes out as no number, or infinite: these weights cannot be used"
        case .tokenBeyondVocabulary(let id, let size, let prompt, let model):
            "\(model.path): \"\(prompt)\" has the token \(id), and the text tower has \(size)"
        case .vocabularySize(let expected, let found, let file):
            "\(file.path): the tokenizer has \(found) tokens, expected \(expected) (vocab_size)"
        }
    }
}

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
