/// A model that is worth fetching, with the figures that its makers or open_clip published.
package struct RecommendedModel: Sendable, Equatable, Encodable {
    /// What `clipscope pull` takes.
    package let name: String
    package let architecture: String
    /// Of both towers, in millions.
    package let parameters: Double
    /// Pixels a side.
    package let imageSize: Int
    /// Zero-shot accuracy on the 1,000 classes of ImageNet, in percent.
    package let imageNet: Double
    package let languages: String
    package let licence: String
    /// What it is for.
    package let note: String
    /// Where accuracy and licence were published.
    package let source: String

    /// As f32, which is how most of them are kept.
    package var megabytes: Int { Int(parameters * 4) }
}

extension RecommendedModel {
    /// From small to large. Figures are the sources' own, rounded to a decimal; none was measured here.
    package static let all = [
        RecommendedModel(
            name: "timm/MobileCLIP2-S0-OpenCLIP", architecture: "MobileCLIP2-S0", parameters: 74.8, imageSize: 256,
            imageNet: 71.5, languages: "English", licence: "Apple, research only", note: "the fastest",
            source: mobileCLIP),
        RecommendedModel(
            name: "timm/MobileCLIP2-S2-OpenCLIP", architecture: "MobileCLIP2-S2", parameters: 99.2, imageSize: 256,
            imageNet: 77.2, languages: "English", licence: "Apple, research only", note: "fast, and good for it",
            source: mobileCLIP),
        RecommendedModel(
            name: "openai/clip-vit-base-patch32", architecture: "ViT-B-32", parameters: 151.3, imageSize: 224,
            imageNet: 63.3, languages: "English", licence: "MIT", note: "the first CLIP, which papers compare with",
            source: openCLIP),
        RecommendedModel(
            name: "laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K", architecture: "ViT-B-32-256", parameters: 151.3,
            imageSize: 256, imageNet: 72.8, languages: "English", licence: "MIT", note: "fast, with a free licence",
            source: openCLIP),
        RecommendedModel(
            name: "laion/CLIP-ViT-B-16-DataComp.XL-s13B-b90K", architecture: "ViT-B-16", parameters: 149.6,
            imageSize: 224, imageNet: 73.5, languages: "English", licence: "MIT", note: "small, with a free licence",
            source: openCLIP),
        RecommendedModel(
            name: "google/siglip2-base-patch16-224", architecture: "ViT-B-16-SigLIP2", parameters: 375.2,
            imageSize: 224, imageNet: 78.2, languages: "many", licence: "Apache 2.0",
            note: "a sigmoid for each class", source: sigLIP2),
        RecommendedModel(
            name: "laion/CLIP-ViT-L-14-DataComp.XL-s13B-b90K", architecture: "ViT-L-14", parameters: 427.6,
            imageSize: 224, imageNet: 79.2, languages: "English", licence: "MIT", note: "large, with a free licence",
            source: openCLIP),
        RecommendedModel(
            name: "timm/PE-Core-B-16", architecture: "PE-Core-B-16", parameters: 447.7, imageSize: 224,
            imageNet: 78.4, languages: "English", licence: "Apache 2.0",
            note: "small images, a large text tower", source: perceptionEncoder),
        RecommendedModel(
            name: "timm/PE-Core-L-14-336", architecture: "PE-Core-L-14-336", parameters: 671.1, imageSize: 336,
            imageNet: 83.5, languages: "English", licence: "Apache 2.0", note: "among the best of its size",
            source: perceptionEncoder),
        RecommendedModel(
            name: "apple/DFN5B-CLIP-ViT-H-14-378", architecture: "ViT-H-14-378-quickgelu", parameters: 986.7,
            imageSize: 378, imageNet: 84.4, languages: "English", licence: "Apple, own terms",
            note: "slow: 1 TFLOP an image", source: openCLIP),
        RecommendedModel(
            name: "google/siglip2-so400m-patch14-384", architecture: "ViT-SO400M-14-SigLIP2-378", parameters: 1136.0,
            imageSize: 384, imageNet: 84.1, languages: "many", licence: "Apache 2.0",
            note: "the best free one", source: sigLIP2),
    ]

    private static let openCLIP = "open_clip, docs/openclip_results.csv and docs/PRETRAINED.md"
    private static let mobileCLIP = "apple/ml-mobileclip, README.md and LICENSE_MODELS"
    private static let sigLIP2 = "google-research/big_vision, image_text/README_siglip2.md; the model's card"
    private static let perceptionEncoder = "facebookresearch/perception_models, README.md"
}
