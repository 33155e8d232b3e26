extension Dataset.Labelling {
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
