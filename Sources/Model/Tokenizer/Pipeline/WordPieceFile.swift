import Foundation

/// BERT's vocab.txt: a token a line, its id the number of the line.
struct WordPieceFile {
    let file: URL
    private let text: [UInt8]
    private let vocabulary: Vocabulary

    /// - Throws: `TokenizerError`
    init(contentsOf file: URL) throws {
        self.file = file
        text = try VocabularyFile.bytes(of: file)
        var entries: [Vocabulary.Entry] = []
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let end = line.last == UInt8(ascii: "\r") ? line.endIndex - 1 : line.endIndex
            entries.append(.init(spelling: line.startIndex..<end, id: entries.count))
        }
        if entries.last?.spelling.isEmpty == true { entries.removeLast() }
        vocabulary = try VocabularyFile.vocabulary(entries, in: text, of: file)
    }

    /// As transformers' BertTokenizer makes it of this file alone.
    /// - Throws: `TokenizerError`
    func pipeline(isLower: Bool) throws -> TokenizerPipeline {
        func id(_ token: String) throws -> Int {
            guard let id = vocabulary.id(of: Array(token.utf8)[...]) else {
                throw TokenizerError.unsupported("its tokens", found: "without \(token)", expected: "BERT's", file)
            }
            return id
        }
        let names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        let special = try names.filter { $0 != "[MASK]" || (try? id($0)) != nil }.map { name in
            AddedTokens.Token(content: Array(name.unicodeScalars), id: try id(name))
        }
        let normalizer = Normalizer.bert(BertNormalizer(isLower: isLower))
        return TokenizerPipeline(
            added: AddedTokens(special, normalizer: normalizer), normalizer: normalizer, splitter: .bert,
            model: WordPieceModel(
                vocabulary: vocabulary, unknown: try id("[UNK]"), prefix: Array("##".utf8), longestWord: 100),
            template: TokenTemplate(before: [try id("[CLS]")], after: [try id("[SEP]")]), vocabulary: vocabulary,
            marks: .continuation("##"), padding: Padding(id: try id("[PAD]"), isLeft: false))
    }
}
