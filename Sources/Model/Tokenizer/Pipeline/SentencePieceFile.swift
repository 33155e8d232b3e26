import Foundation

/// A sentencepiece model (sentencepiece_model.proto, ModelProto): pieces with their scores, and how a text is prepared.
struct SentencePieceFile {
    enum Kind: Int { case normal = 1, unknown, control, userDefined, unused, byte }

    struct Piece {
        let spelling: Range<Int>
        let score: Float
        let kind: Kind
    }

    let file: URL
    private(set) var pieces: [Piece] = []
    private(set) var map: CharacterMap?
    private(set) var hasPrefix = true
    private(set) var removesExtraSpaces = true
    private var modelType = 1
    private let bytes: [UInt8]

    /// - Throws: `TokenizerError`
    init(contentsOf file: URL) throws {
        self.file = file
        bytes = try VocabularyFile.bytes(of: file)
        try fields(bytes.indices) { file, number, value in
            switch (number, value) {
            case (1, .bytes(let range)): file.pieces.append(try file.piece(range))
            case (2, .bytes(let range)): try file.readTrainer(range)
            case (3, .bytes(let range)): try file.readNormalizer(range)
            default: break
            }
        }
        guard !pieces.isEmpty else { throw fault(0, "a sentencepiece model with pieces") }
    }

    /// Of Unigram, as sentencepiece itself encodes with it.
    /// - Throws: `TokenizerError`
    func pipeline() throws -> TokenizerPipeline {
        guard modelType == 1 else {
            throw TokenizerError.unsupported(
                "trainer_spec.model_type", found: "\(modelType)",
                expected: "1 (Unigram); put the model's tokenizer.json beside it", file)
        }
        let entries = pieces.enumerated().map { Vocabulary.Entry(spelling: $1.spelling, id: $0) }
        let vocabulary = try VocabularyFile.vocabulary(entries, in: bytes, of: file)
        let highest = pieces.filter { $0.kind == .normal }.map(\.score).max() ?? 0
        let scores = pieces.map { piece in
            switch piece.kind {
            case .normal: Double(piece.score)
            // Taken wherever they stand (unigram_model.cc, EncodeOptimized).
            case .userDefined: Double(Float(piece.spelling.count) * highest - 0.1)
            case .unknown, .control, .unused, .byte: -Double.infinity
            }
        }
        let isBytes = pieces.contains { $0.kind == .byte }
        let normalizer = Normalizer.sequence(
            [map.map { .sentencePiece($0) }].compactMap { $0 } + (removesExtraSpaces ? [.trimSpaces] : []))
        return TokenizerPipeline(
            added: AddedTokens([], normalizer: normalizer), normalizer: normalizer,
            splitter: .metaspace(replacement: "\u{2581}", hasPrefix ? .always : .never, isSplitting: false),
            model: UnigramModel(
                vocabulary, scores: scores, unknown: pieces.firstIndex { $0.kind == .unknown },
                bytes: isBytes ? TokenizerFile.bytes(vocabulary) : nil, isSingle: true),
            template: TokenTemplate(), vocabulary: vocabulary, marks: .start("\u{2581}"))
    }

    private mutating func readTrainer(_ range: Range<Int>) throws {
        try fields(range) { file, number, value in
            if case (3, .number(let type)) = (number, value) { file.modelType = type }
        }
    }

    private mutating func readNormalizer(_ range: Range<Int>) throws {
        try fields(range) { file, number, value in
            switch (number, value) {
            case (2, .bytes(let range)) where !range.isEmpty:
                guard let map = CharacterMap(compiled: Data(file.bytes[range])) else {
                    throw file.fault(range.lowerBound, "a table of replacements")
                }
                file.map = map
            case (3, .number(let flag)): file.hasPrefix = flag != 0
            case (4, .number(let flag)): file.removesExtraSpaces = flag != 0
            default: break
            }
        }
    }

    private mutating func piece(_ range: Range<Int>) throws -> Piece {
        var (spelling, score, kind) = (range.lowerBound..<range.lowerBound, Float(0), Kind.normal)
        try fields(range) { file, number, value in
            switch (number, value) {
            case (1, .bytes(let range)): spelling = range
            case (2, .float(let value)) where value.isFinite: score = value
            case (3, .number(let number)):
                guard let known = Kind(rawValue: number) else { throw file.fault(range.lowerBound, "a kind of piece") }
                kind = known
            default: break
            }
        }
        return Piece(spelling: spelling, score: score, kind: kind)
    }

    private enum Value {
        case number(Int)
        case float(Float)
        case bytes(Range<Int>)
    }

    /// The fields of a message (protobuf's wire format): number << 3 | type, then the value.
    private mutating func fields(
        _ range: Range<Int>, _ body: (inout SentencePieceFile, _ number: Int, _ value: Value) throws -> Void
    ) throws {
        var place = range.lowerBound
        while place < range.upperBound {
            let tag = try variable(&place, range)
            switch tag & 7 {
            case 0: try body(&self, tag >> 3, .number(try variable(&place, range)))
            case 1: place += 8
            case 2:
                let count = try variable(&place, range)
                guard count <= range.upperBound - place else { throw fault(place, "\(count) bytes") }
                try body(&self, tag >> 3, .bytes(place..<place + count))
                place += count
            case 5:
                guard place + 4 <= range.upperBound else { throw fault(place, "4 bytes") }
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * $1) }
                try body(&self, tag >> 3, .float(Float(bitPattern: bits)))
                place += 4
            default: throw fault(place, "a field of a sentencepiece model")
            }
        }
        guard place == range.upperBound else { throw fault(range.upperBound, "the end of a message") }
    }

    private func variable(_ place: inout Int, _ range: Range<Int>) throws -> Int {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard place < range.upperBound else { break }
            let byte = bytes[place]
            place += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(truncatingIfNeeded: value & 0x7FFF_FFFF_FFFF_FFFF) }
        }
        throw fault(place, "a number")
    }

    private func fault(_ place: Int, _ expected: String) -> TokenizerError {
        .malformed(file, offset: place, expected: expected)
    }
}
