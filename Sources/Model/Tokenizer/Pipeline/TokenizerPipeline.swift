/// Text to token ids in the steps of Hugging Face's tokenizers library: normaliser, splitter, model, template.
struct TokenizerPipeline: Sendable {
    /// Before all of it, what the model's own library does with a text.
    var cleaning: [TextCleaning] = []
    private(set) var added: AddedTokens
    private(set) var normalizer: Normalizer
    var splitter: Splitter
    let model: any SubwordModel
    var template: TokenTemplate
    let vocabulary: Vocabulary
    let marks: WordMarks
    /// Nil where nothing says it.
    var padding: Padding?
    /// Put in place of another at the end (open_clip's strip_sep_token).
    var replaced: (id: Int, by: Int)?

    init(
        added: AddedTokens, normalizer: Normalizer, splitter: Splitter, model: any SubwordModel,
        template: TokenTemplate, vocabulary: Vocabulary, marks: WordMarks, padding: Padding? = nil
    ) {
        (self.added, self.normalizer, self.splitter, self.model) = (added, normalizer, splitter, model)
        (self.template, self.vocabulary, self.marks, self.padding) = (template, vocabulary, marks, padding)
    }

    mutating func prependNormalizer(_ first: Normalizer) {
        normalizer = .sequence([first, normalizer])
    }

    /// The ids of a text without what the template puts around it; may stop once there are `limit`.
    func ids(of text: String, limit: Int) -> [Int] {
        let source = Array(cleaning.reduce(text) { $1($0) }.unicodeScalars)
        var ids: [Int] = []
        var isFirst = true
        added.forEachSection(of: source, normalized: false) { section in
            switch section {
            case .token(let id): ids.append(id)
            case .text(let scalars):
                if isFirst, normalizer.takesBeginning(of: scalars) { isFirst = false }
                added.forEachSection(of: normalizer(scalars), normalized: true) { section in
                    switch section {
                    case .token(let id): ids.append(id)
                    case .text(let scalars):
                        for piece in splitter(scalars, isFirst: isFirst) where ids.count < limit {
                            model.append(piece, to: &ids)
                        }
                    }
                    isFirst = false
                }
            }
            isFirst = false
        }
        return ids
    }
}

/// What fills a text up to the context, for text towers that read all of it.
struct Padding: Sendable, Equatable {
    let id: Int
    /// It stands before the text.
    let isLeft: Bool
}

/// What makes token ids of one piece of text.
protocol SubwordModel: Sendable {
    /// - Parameter piece: not empty, UTF-8.
    func append(_ piece: [UInt8], to ids: inout [Int])

    /// Whether the ids of a character say that it is not known: an unknown token or bytes is among them.
    func isUnknown(_ ids: [Int]) -> Bool
}

/// How the spelling of a token tells where words begin and end.
enum WordMarks: Sendable, Equatable {
    /// "photo</w>"
    case end(String)
    /// "▁photo", "Ġphoto"
    case start(String)
    /// "##graph"
    case continuation(String)
}
