/// A Vision Transformer as timm builds it: what CLIP's has, and what SigLIP, EVA, PE and MobileCLIP have beside it
/// (timm 1.0, models/vision_transformer.py, eva.py, vision_transformer_hybrid.py).
struct TimmVision: ImageConfiguration {
    /// "SigLIP-B/16"
    var family: String
    var imageHeight: Int
    var imageWidth: Int
    var patch: Int
    var transformer: TransformerConfiguration
    var hasClassToken = true
    /// The class token has a position too.
    var placesClassToken = true
    /// A norm before the layers; the layer over patches has no bias then.
    var hasNormBefore = false
    var stem = Stem.patches
    var pool = Pool.classToken
    var attention = Attention.packed
    var feedForward = FeedForward.plain
    /// The norm stands behind the pooling.
    var isNormedAfter = false
    var norms = ResidualAttentionBlock.Norms.before
    var rotary: RotaryEmbedding.Places?
    var head: TimmHeadConfiguration

    enum Pool: Sendable, Equatable {
        case classToken, mean
        case attention(heads: Int, hidden: Int, Activation)
    }

    enum Stem: Sendable, Equatable {
        case patches
        /// MobileCLIP-B's three convolutions.
        case convolutions
        /// ViTamin's stages of these widths, the tokens' behind them.
        case hybrid([Int], depths: [Int])
    }

    /// What stands between the layers' two parts.
    enum FeedForward: Sendable {
        case plain
        /// SwiGLU with a norm inside, and a norm of the heads' outputs (EVA-02).
        case swiGLU
        /// GEGLU with a norm before it (ViTamin).
        case geGLU
    }

    /// How queries, keys and values are stored.
    enum Attention: Sendable {
        case packed
        case packedWithoutBias
        /// One matrix, biases of queries and values.
        case packedWithoutKeyBias
        /// A matrix each, biases of queries and values.
        case separateWithoutKeyBias
    }

    var inputSize: (height: Int, width: Int)? { (imageHeight, imageWidth) }
    var isTransformer: Bool { true }

    func encoder(_ weights: Weights, _ names: TensorNames, dimension: Int) throws -> any ImageEncoder {
        try VisionTransformer(weights, self, dimension: dimension)
    }

    /// - Returns: nil where it is none of these.
    init?(_ tower: TimmTower) throws {
        guard let row = Self.rows.first(where: { $0.names.contains(tower.name) }) else { return nil }
        try tower.check(pools: row.pools, heads: [.trunk, .none, .linear, .mlp])
        self = row.vision(tower)
    }

    /// Architectures that differ in nothing but the size of pictures.
    private struct Row: Sendable {
        let names: [String]
        let pools: Set<String>
        let vision: @Sendable (TimmTower) -> TimmVision
    }

    private static let rows: [Row] = siglip + eva + perception + vitamin + others

    private static func row(
        _ names: [String], pools: Set<String>, _ kind: String, patch: Int, width: Int, layers: Int, heads: Int,
        hidden: Int, epsilon: Float = 1e-6, activation: Activation = .gelu,
        _ change: @escaping @Sendable (inout TimmVision) -> Void
    ) -> Row {
        Row(names: names, pools: pools) { tower in
            var vision = TimmVision(
                family: "\(kind)-\(VisionConfiguration.letter(width: width, layers: layers))/\(patch)", tower,
                patch: patch,
                TransformerConfiguration(
                    width: width, layers: layers, heads: heads, hidden: hidden, activation: activation,
                    epsilon: epsilon))
            change(&vision)
            return vision
        }
    }

    private init(family: String, _ tower: TimmTower, patch: Int, _ transformer: TransformerConfiguration) {
        (self.family, self.patch, self.transformer, head) = (family, patch, transformer, tower.head)
        (imageHeight, imageWidth) = (tower.imageHeight, tower.imageWidth)
    }

    /// Zhai et al. 2023; Tschannen et al. 2025. Which of them have the tanh form of GELU is timm's.
    private static let siglip: [Row] = {
        func row(
            _ names: [String], _ patch: Int, _ width: Int, _ layers: Int, _ heads: Int, _ hidden: Int,
            _ activation: Activation
        ) -> Row {
            Self.row(
                names.map { "vit_\($0)" }, pools: ["map"], "SigLIP", patch: patch, width: width, layers: layers,
                heads: heads, hidden: hidden, activation: activation
            ) {
                $0.hasClassToken = false
                $0.pool = .attention(heads: heads, hidden: hidden, activation)
            }
        }
        let base = [224, 256, 384, 512].map { "base_patch16_siglip_\($0)" }
        return [
            row(base, 16, 768, 12, 12, 3072, .gelu),
            row(["base_patch32_siglip_256"], 32, 768, 12, 12, 3072, .tanhGELU),
            row(["large_patch16_siglip_256", "large_patch16_siglip_384"], 16, 1024, 24, 16, 4096, .gelu),
            row(["large_patch16_siglip_512"], 16, 1024, 24, 16, 4096, .tanhGELU),
            row([224, 378, 384].map { "so400m_patch14_siglip_\($0)" }, 14, 1152, 27, 16, 4304, .gelu),
            row([256, 384, 512].map { "so400m_patch16_siglip_\($0)" }, 16, 1152, 27, 16, 4304, .tanhGELU),
            row([256, 384].map { "giantopt_patch16_siglip_\($0)" }, 16, 1536, 40, 16, 6144, .tanhGELU),
        ]
    }()

    /// Fang et al. 2022, 2023; Sun et al. 2023.
    private static let eva: [Row] = {
        func second(_ names: [String], _ patch: Int, _ width: Int, _ layers: Int, _ heads: Int, _ hidden: Int) -> Row {
            Self.row(
                names, pools: ["token"], "EVA02", patch: patch, width: width, layers: layers, heads: heads,
                hidden: hidden, activation: .silu
            ) {
                $0.attention = .separateWithoutKeyBias
                $0.feedForward = .swiGLU
                $0.rotary = .init(reference: 16)
            }
        }
        return [
            row(
                ["eva_giant_patch14_224", "eva_giant_patch14_clip_224"], pools: ["token"], "EVA01", patch: 14,
                width: 1408, layers: 40, heads: 16, hidden: 6144
            ) { $0.attention = .packedWithoutKeyBias },
            second(["eva02_base_patch16_clip_224"], 16, 768, 12, 12, 2048),
            second(["eva02_large_patch14_clip_224", "eva02_large_patch14_clip_336"], 14, 1024, 24, 16, 2730),
            row(
                ["eva02_enormous_patch14_clip_224"], pools: ["token"], "EVA02", patch: 14, width: 1792, layers: 64,
                heads: 16, hidden: 15360
            ) {
                $0.attention = .packedWithoutKeyBias
                $0.norms = .withinBranch
            },
        ]
    }()

    /// Bolya et al. 2025.
    private static let perception: [Row] = {
        func row(
            _ names: [String], _ patch: Int, _ width: Int, _ layers: Int, _ heads: Int, hidden: Int? = nil,
            reference: Int, hasClassToken: Bool = true
        ) -> Row {
            Self.row(
                names.map { "vit_pe_core_\($0)" }, pools: ["map"], "PE", patch: patch, width: width, layers: layers,
                heads: heads, hidden: hidden ?? 4 * width, epsilon: 1e-5
            ) {
                $0.hasClassToken = hasClassToken
                $0.hasNormBefore = true
                $0.rotary = .init(reference: reference, offset: 1, isColumnFirst: true)
                $0.pool = .attention(heads: 8, hidden: 4 * width, .gelu)
            }
        }
        return [
            row(["tiny_patch16_384"], 16, 192, 12, 3, reference: 24),
            row(["small_patch16_384"], 16, 384, 12, 6, reference: 24),
            row(["base_patch16_224"], 16, 768, 12, 12, reference: 14),
            row(["large_patch14_336"], 14, 1024, 24, 16, reference: 24),
            row(["gigantic_patch14_448"], 14, 1536, 50, 16, hidden: 8960, reference: 32, hasClassToken: false),
        ]
    }()

    /// Chen et al. 2024.
    private static let vitamin: [Row] = {
        func row(_ names: [String], _ widths: [Int], layers: Int, heads: Int, depths: [Int] = [2, 4]) -> Row {
            Self.row(
                names.map { "vitamin_\($0)" }, pools: ["", "avg"], "ViTamin", patch: HybridStem.patch,
                width: widths[2], layers: layers, heads: heads, hidden: 2 * widths[2]
            ) {
                $0.stem = .hybrid(widths, depths: depths)
                $0.hasClassToken = false
                $0.pool = .mean
                $0.isNormedAfter = true
                $0.feedForward = .geGLU
            }
        }
        return [
            row(["small_224"], [64, 128, 384], layers: 14, heads: 6),
            row(["base_224"], [128, 256, 768], layers: 14, heads: 12),
            row(
                ["large", "large2"].flatMap { name in [224, 256, 336, 384].map { "\(name)_\($0)" } }, [160, 320, 1024],
                layers: 31, heads: 16),
            row([256, 336, 384].map { "xlarge_\($0)" }, [192, 384, 1152], layers: 32, heads: 16),
        ]
    }()

    /// Vasu et al. 2024 (B), Faghri et al. 2025 (L); timm's medium.
    private static let others: [Row] = [
        row(
            ["vit_base_mci_224"], pools: ["token"], "MobileCLIP", patch: 16, width: 768, layers: 12, heads: 12,
            hidden: 3072
        ) {
            $0.stem = .convolutions
            $0.placesClassToken = false
        },
        row(
            ["vit_large_patch14_clip_224"], pools: ["token"], "ViT", patch: 14, width: 1024, layers: 24, heads: 16,
            hidden: 4096, epsilon: 1e-5
        ) { $0.hasNormBefore = true },
        row(
            ["vit_medium_patch16_gap_256"], pools: ["", "avg"], "ViT", patch: 16, width: 512, layers: 12, heads: 8,
            hidden: 2048
        ) {
            $0.hasClassToken = false
            $0.pool = .mean
            $0.attention = .packedWithoutBias
            $0.transformer.hasLayerScale = true
        },
    ]
}
