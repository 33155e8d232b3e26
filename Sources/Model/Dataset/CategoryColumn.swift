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

extension Dataset.LabelColumn {
    /// Classes are the labels that occur, sorted as the dataset spells them; labels given one name are one class.
    /// - Parameters:
    ///   - labels: as the dataset spells them.
    ///   - shown: the class name that prompts should say.
    init(name: String, _ labels: CategoryColumn, shown: (String) -> String) {
        var classes: [String] = []
        var classOfName: [String: Int] = [:]
        var classOfLabel: [String: Int] = [:]
        for label in labels.present.sorted() {
            let name = shown(label)
            if classOfName[name] == nil {
                classOfName[name] = classes.count
                classes.append(name)
            }
            classOfLabel[label] = classOfName[name]
        }
        let classOfCode = labels.words.map { classOfLabel[$0] }
        self.init(
            name: name, classes: classes,
            labels: (0..<labels.count).map { labels.code($0).flatMap { classOfCode[$0] } })
    }

    /// Labels that are numbers, of classes in the order of their numbers.
    /// - Parameter names: of the classes; empty: their numbers, as far as they occur.
    init(name: String, numbers: [Int?], names: [String], shown: (String) -> String) {
        let count = (numbers.lazy.compactMap { $0 }.max() ?? -1) + 1
        precondition(names.isEmpty || count <= names.count, "class \(count - 1) of \(names.count)")
        let classes = names.isEmpty ? (0..<count).map(String.init) : names
        self.init(name: name, classes: classes.map(shown), labels: numbers)
    }
}
