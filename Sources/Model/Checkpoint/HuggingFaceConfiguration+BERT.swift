extension HuggingFaceConfiguration {
    /// ChineseCLIPModel: CLIP's image tower and BERT's text tower (models/chinese_clip).
    static func chineseCLIP(_ file: ConfigurationFile) throws -> Towers {
        let object = try tower("text_config", of: file)
        var text = try bert(object, epsilon: 1e-12, prefix: "text_model.")
        text.head = .linear("text_projection")
        return Towers(
            dimension: try file.size("projection_dim", default: 512),
            image: try clipImage(tower("vision_config", of: file)), text: text,
            names: .huggingFace, processors: .chinese)
    }

    /// AltCLIPModel: CLIP's image tower and XLM-R's text tower (models/altclip).
    static func altCLIP(_ file: ConfigurationFile) throws -> Towers {
        let object = try tower("text_config", of: file)
        var text = try bert(
            object, epsilon: 1e-5, prefix: "text_model.roberta.", vocabulary: 250002, width: 1024, layers: 24,
            heads: 16,
            hidden: 4096, positions: 514, types: 1)
        text.firstPosition = (try object.value("pad_token_id") ?? 1) + 1
        text.contextLength = min(text.positions - text.firstPosition, 77)
        text.head = .transformed(width: try object.size("project_dim", default: 768))
        return Towers(
            dimension: try file.size("projection_dim", default: 768),
            image: try clipImage(tower("vision_config", of: file)), text: text,
            names: .huggingFace, processors: .clip)
    }

    private static func bert(
        _ object: ConfigurationFile, epsilon: Double, prefix: String, vocabulary: Int = 30522, width: Int = 768,
        layers: Int = 12, heads: Int = 12, hidden: Int = 3072, positions: Int = 512, types: Int = 2
    ) throws -> BERTConfiguration {
        let positions = try object.length("max_position_embeddings", default: positions)
        return BERTConfiguration(
            contextLength: positions, vocabularySize: try object.size("vocab_size", default: vocabulary),
            positions: positions, types: try object.size("type_vocab_size", default: types),
            transformer: try transformer(
                object, width: width, layers: layers, heads: heads, hidden: hidden, activation: "gelu",
                epsilon: epsilon),
            pooling: .first, head: .none, firstPosition: 0, prefix: prefix)
    }
}
