/// One of a few words, or none, for each of many images.
struct CategoryColumn: Sendable {
    /// The words in the order in which they came first.
    private(set) var words: [String] = []
    /// Index into `words`; -1 for none.
    private var codes: [Int32] = []
    private var codeOfWord: [String: Int32] = [:]

    init() {}

    init(_ values: some Sequence<String?>) {
        for value in values { append(value) }
    }

    init(repeating word: String?, count: Int) {
        append(word, count: count)
    }

    var count: Int { codes.count }

    subscript(index: Int) -> String? {
        let code = codes[index]
        return code < 0 ? nil : words[Int(code)]
    }

    /// Index into `words`; nil for none.
    func code(_ index: Int) -> Int? { codes[index] < 0 ? nil : Int(codes[index]) }

    mutating func append(_ word: String?, count: Int = 1) {
        let code = word.map { self.code(of: $0) } ?? -1
        codes.append(contentsOf: repeatElement(code, count: count))
    }

    private mutating func code(of word: String) -> Int32 {
        if let code = codeOfWord[word] { return code }
        let code = Int32(words.count)
        words.append(word)
        codeOfWord[word] = code
        return code
    }

    /// The words that some image has.
    var present: Set<String> {
        var isPresent = [Bool](repeating: false, count: words.count)
        for code in codes where code >= 0 { isPresent[Int(code)] = true }
        return Set(words.indices.lazy.filter { isPresent[$0] }.map { words[$0] })
    }

    /// How many images have a word.
    var known: Int { codes.count { $0 >= 0 } }

    func indices(of word: String) -> [Int] {
        guard let wanted = codeOfWord[word] else { return [] }
        return codes.indices.filter { codes[$0] == wanted }
    }

    /// Those at `indices`, in that order.
    func selecting(_ indices: some Sequence<Int>) -> CategoryColumn {
        var selected = self
        selected.codes = indices.map { codes[$0] }
        return selected
    }
}
