import Foundation

/// Tokens and merges as a model directory's files give them.
struct VocabularyFile {
    /// Of both tokens in the buffer, in the order of rank.
    typealias Pair = (left: Range<Int>, right: Range<Int>)

    var entries: [Vocabulary.Entry] = []
    var pairs: [Pair] = []
    /// UTF-8 of all tokens.
    var buffer: [UInt8] = []
    let tokensFile: URL
    let mergesFile: URL

    /// vocab.json and merges.txt, or tokenizer.json where one of them is missing.
    /// - Throws: `TokenizerError`
    init(modelDirectory: URL) throws {
        let file = { (name: String) in modelDirectory.appending(path: name, directoryHint: .notDirectory) }
        let missing = ["vocab.json", "merges.txt", "tokenizer.json"].filter {
            !FileManager.default.fileExists(atPath: file($0).path)
        }
        if !missing.contains("vocab.json"), !missing.contains("merges.txt") {
            (tokensFile, mergesFile) = (file("vocab.json"), file("merges.txt"))
            try readTokens()
            try readMerges(Self.bytes(of: mergesFile))
        } else if !missing.contains("tokenizer.json") {
            (tokensFile, mergesFile) = (file("tokenizer.json"), file("tokenizer.json"))
            try readTokenizer()
        } else {
            throw TokenizerError.noVocabulary(modelDirectory, missing: missing)
        }
    }

    /// CLIP's form, where the merges alone tell the vocabulary: letters, letters that end words, what each merge
    /// makes, special tokens.
    init(merges: [UInt8], of file: URL) throws {
        (tokensFile, mergesFile) = (file, file)
        try readMerges(merges)
        let letters = ByteLetters.vocabularyOrder.map { ByteLetters.all[$0] }
        for letter in letters { add(letter) }
        for letter in letters { add(letter + ByteLetters.endOfWord) }
        for pair in pairs { add(buffer[pair.left] + buffer[pair.right]) }
        for token in SpecialToken.allCases { add(token.utf8) }
    }

    /// - Throws: `TokenizerError`
    func tokenizer(contextLength: Int, normalization: TextNormalization) throws -> Tokenizer {
        do {
            let vocabulary = try Vocabulary(entries, in: buffer)
            let words = try WordEncoder(vocabulary, merges(in: vocabulary))
            return try Tokenizer(vocabulary, words, contextLength: contextLength, normalization: normalization)
        } catch let fault as Vocabulary.Fault {
            throw TokenizerError(fault, tokensFile)
        }
    }

    private func merges(in vocabulary: Vocabulary) throws -> MergeTable {
        var table = MergeTable(capacity: pairs.count)
        for (rank, pair) in pairs.enumerated() {
            func id(_ token: ArraySlice<UInt8>, _ second: ArraySlice<UInt8> = []) throws -> Int {
                if let id = vocabulary.id(of: token, second) { return id }
                throw TokenizerError.unknownTokenInMerge(
                    String(decoding: token + second, as: UTF8.self), merge: rank + 1, mergesFile, vocabulary: tokensFile
                )
            }
            let (left, right) = (buffer[pair.left], buffer[pair.right])
            try table.insert(.init(left: id(left), right: id(right), rank: rank, merged: id(left, right)))
        }
        return table
    }

    private mutating func add(_ token: some Collection<UInt8>) {
        let start = buffer.count
        buffer += token
        entries.append(.init(spelling: start..<buffer.count, id: entries.count))
    }

    static func bytes(of file: URL) throws -> [UInt8] {
        do {
            return try Array(FilePath(file).contents())
        } catch {
            throw TokenizerError.unreadable(file, reason: message(of: error))
        }
    }
}

extension TokenizerError {
    fileprivate init(_ fault: Vocabulary.Fault, _ file: URL) {
        self =
            switch fault {
            case .repeatedToken(let token): .repeatedToken(token, file)
            case .repeatedID(let id, let first, let second): .repeatedID(id, first, second, file)
            case .idOutOfRange(let id, let token, let count): .idOutOfRange(id, token: token, count: count, file)
            case .missingToken(let token): .missingToken(token, file)
            }
    }
}
