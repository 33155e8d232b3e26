extension HuggingFaceConfiguration {
    /// CLIPModel and MetaClip2Model: keys and standard values are those of models/clip/configuration_clip.py and
    /// models/metaclip_2/configuration_metaclip_2.py.
    /// - Parameter isOld: whether an end-of-text of 2 means the highest id.
    static func clip(_ file: ConfigurationFile, isOld: Bool) throws -> Towers {
        try clip(
            text: tower("text_config", of: file), image: tower("vision_config", of: file),
            dimension: file.size("projection_dim", default: 512), isOld: isOld)
    }

    static func clip(
        text textObject: ConfigurationFile, image: ConfigurationFile, dimension: Int, isOld: Bool
    ) throws -> Towers {
        var text = TextConfiguration()
        text.contextLength = try textObject.length("max_position_embeddings", default: 77)
        text.vocabularySize = try textObject.size("vocab_size", default: 49408)
        text.transformer = try transformer(textObject, width: 512, layers: 12, heads: 8, hidden: 2048)
        // Checkpoints from before the id was mended say 2 and mean the highest id (modeling_clip.py, CLIPTextTransformer).
        let end: Int = try textObject.value("eos_token_id") ?? 49407
        text.pooling = isOld && end == 2 ? .highestToken : .firstToken(end)
        return Towers(
            dimension: dimension, image: try clipImage(image), text: text, names: .huggingFace, processors: .clip)
    }

    /// The image tower that CLIP's relatives share.
    static func clipImage(_ imageObject: ConfigurationFile) throws -> VisionConfiguration {
        var vision = VisionConfiguration()
        let size = try imageObject.side("image_size", default: 224)
        (vision.imageHeight, vision.imageWidth) = (size, size)
        vision.patch = try imageObject.size("patch_size", default: 32)
        vision.transformer = try transformer(imageObject, width: 768, layers: 12, heads: 12, hidden: 3072)
        return vision
    }
}
