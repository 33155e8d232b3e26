/// The pre-tokenizers of Hugging Face's tokenizers library (tokenizers/src/pre_tokenizers): text in, pieces out.
indirect enum Splitter: Sendable {
    case none
    case sequence([Splitter])
    /// Words and what lies between them that is no space: \w+|[^\w\s]+
    case words
    case whitespace
    /// At spaces, and every sign of punctuation alone.
    case bert
    case metaspace(replacement: Unicode.Scalar, Prefix, isSplitting: Bool)
    case split(Pattern, Behaviour, isInverted: Bool)
    case punctuation(Behaviour)
    case digits(isEach: Bool)
    /// Bytes as letters (GPT-2).
    case bytes(hasPrefix: Bool, isSplitting: Bool)

    enum Prefix: String, Sendable { case always, first, never }

    enum Behaviour: String, Sendable {
        case removed = "Removed"
        case isolated = "Isolated"
        case withPrevious = "MergedWithPrevious"
        case withNext = "MergedWithNext"
        case contiguous = "Contiguous"
    }

    /// - Parameter isFirst: whether the text begins here.
    func callAsFunction(_ text: [Unicode.Scalar], isFirst: Bool) -> [[UInt8]] {
        pieces([Piece(text: text, isFirst: isFirst)]).map { Array(String($0.text).utf8) }
    }

    private struct Piece {
        var text: [Unicode.Scalar]
        let isFirst: Bool
    }

    private func pieces(_ pieces: [Piece]) -> [Piece] {
        switch self {
        case .none: return pieces.filter { !$0.text.isEmpty }
        case .sequence(let steps): return steps.reduce(pieces) { $1.pieces($0) }
        case .words: return pieces.flatMap { Self.cut($0, Self.words($0.text), .removed) }
        case .whitespace:
            return pieces.flatMap { Self.cut($0, Self.each($0.text, \.properties.isWhitespace), .removed) }
        case .bert:
            return Splitter.whitespace.pieces(pieces).flatMap {
                Self.cut($0, Self.each($0.text, \.isBertPunctuation), .isolated)
            }
        case .metaspace(let mark, let prefix, let isSplitting):
            return pieces.flatMap { piece -> [Piece] in
                var piece = piece
                piece.text = piece.text.map { $0 == " " ? mark : $0 }
                let isPrefixed = prefix == .always || prefix == .first && piece.isFirst
                if isPrefixed, piece.text.first != mark, !piece.text.isEmpty { piece.text.insert(mark, at: 0) }
                return isSplitting
                    ? Self.cut(piece, Self.each(piece.text, { $0 == mark }), .withNext) : Splitter.none.pieces([piece])
            }
        case .split(let pattern, let behaviour, let isInverted):
            return pieces.flatMap { piece in
                let found = pattern.matches(in: piece.text)
                return Self.cut(piece, isInverted ? Self.between(found, piece.text.count) : found, behaviour)
            }
        case .punctuation(let behaviour):
            return pieces.flatMap { Self.cut($0, Self.each($0.text, \.isBertPunctuation), behaviour) }
        case .digits(let isEach):
            return pieces.flatMap {
                Self.cut($0, Self.each($0.text, \.isNumber), isEach ? .isolated : .contiguous)
            }
        case .bytes(let hasPrefix, let isSplitting):
            return pieces.flatMap { piece -> [Piece] in
                var piece = piece
                if hasPrefix, let first = piece.text.first, !first.properties.isWhitespace {
                    piece.text.insert(" ", at: 0)
                }
                let words = isSplitting ? GPT2Words.ranges(in: piece.text) : [0..<piece.text.count]
                return words.map { word in
                    Piece(
                        text: String(piece.text[word]).utf8.flatMap { ByteLetters.scalars[Int($0)] },
                        isFirst: piece.isFirst)
                }
            }
        }
    }

    private static func each(_ text: [Unicode.Scalar], _ isDelimiter: (Unicode.Scalar) -> Bool) -> [Range<Int>] {
        text.indices.filter { isDelimiter(text[$0]) }.map { $0..<$0 + 1 }
    }

    private static func between(_ ranges: [Range<Int>], _ count: Int) -> [Range<Int>] {
        let ends = [0] + ranges.map(\.upperBound)
        let starts = ranges.map(\.lowerBound) + [count]
        return zip(ends, starts).filter { $0 < $1 }.map { $0..<$1 }
    }

    /// The delimiters are what lies between the words.
    private static func words(_ text: [Unicode.Scalar]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var place = 0
        while place < text.count {
            let kind = text[place].wordKind
            let end = text[place...].firstIndex { $0.wordKind != kind } ?? text.count
            if kind != .space { found.append(place..<end) }
            place = end
        }
        return between(found, text.count)
    }

    private static func cut(_ piece: Piece, _ delimiters: [Range<Int>], _ behaviour: Behaviour) -> [Piece] {
        var ranges: [Range<Int>] = []
        var end = 0  // of what is in `ranges` or was removed
        var wasDelimiter = false
        func add(_ range: Range<Int>, joining: Bool) {
            guard !range.isEmpty else { return }
            if joining, let last = ranges.popLast() {
                ranges.append(last.lowerBound..<range.upperBound)
            } else {
                ranges.append(range)
            }
        }
        for delimiter in delimiters {
            let text = end..<delimiter.lowerBound
            if !text.isEmpty {
                add(text, joining: behaviour == .withNext && wasDelimiter)
                wasDelimiter = false
            }
            switch behaviour {
            case .removed: break
            case .isolated: add(delimiter, joining: false)
            case .withPrevious: add(delimiter, joining: !wasDelimiter && delimiter.lowerBound > 0)
            case .withNext: add(delimiter, joining: false)
            case .contiguous: add(delimiter, joining: wasDelimiter)
            }
            wasDelimiter = true
            end = delimiter.upperBound
        }
        add(end..<piece.text.count, joining: behaviour == .withNext && wasDelimiter)
        return ranges.map {
            Piece(text: Array(piece.text[$0]), isFirst: piece.isFirst && $0.lowerBound == 0)
        }
    }
}
