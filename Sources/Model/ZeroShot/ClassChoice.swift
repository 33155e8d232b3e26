/// Which classes a classifier chooses among: those of a dataset but the ones that a prompt set hides, and those that the
/// set adds. The dataset's stand first, in their order, so that the number of a class means the same whatever is hidden
/// or added.
package struct ClassChoice: Sendable, Equatable {
    /// The dataset's classes, the hidden ones too, then the added ones.
    package let classes: [String]
    /// How many of them are the dataset's.
    package let ownCount: Int
    /// The classes that can be chosen, ascending: row r of the class weights is class `offered[r]`.
    package let offered: [Int]
    /// The row of each class; nil for a hidden one.
    private let rows: [Int?]

    /// - Parameter own: the dataset's. What the set adds counts once, and not where the dataset has a class of the name.
    package init(_ own: [String], _ set: PromptSet) {
        var known = set.added.isEmpty ? [] : Set(own)
        classes = own + set.added.filter { !$0.allSatisfy(\.isWhitespace) && known.insert($0).inserted }
        ownCount = own.count
        var rows: [Int?] = []
        var offered: [Int] = []
        for (index, label) in classes.enumerated() {
            let isHidden = set.hidden.contains(label)
            rows.append(isHidden ? nil : offered.count)
            if !isHidden { offered.append(index) }
        }
        (self.rows, self.offered) = (rows, offered)
    }

    /// Names of the classes that can be chosen, in the order of the weights' rows.
    package var names: [String] { offered.map { classes[$0] } }
    package var added: ArraySlice<String> { classes[ownCount...] }
    /// Names of the hidden classes.
    package var hidden: [String] { classes.indices.filter { rows[$0] == nil }.map { classes[$0] } }

    /// Every class is the row of its own number.
    package var hidesNothing: Bool { offered.count == classes.count }

    /// Two choices from the classes of one dataset beside each other: its own classes and those that the other adds, and
    /// the number there of each class of the other.
    package func joined(with other: ClassChoice) -> (classes: [String], places: [Int]) {
        precondition(ownCount == other.ownCount, "\(ownCount) classes against \(other.ownCount)")
        let joined = classes + other.added.filter { !added.contains($0) }
        let places = other.classes.enumerated().map { place, label in
            place < ownCount ? place : joined[ownCount...].firstIndex(of: label)!
        }
        return (joined, places)
    }

    package func offers(_ label: Int) -> Bool { rows.indices.contains(label) && rows[label] != nil }

    /// The row of each image's class; nil where it has none or where its class is hidden.
    package func rows(of labels: [Int?]) -> [Int?] {
        hidesNothing ? labels : labels.map { $0.flatMap { rows[$0] } }
    }

    /// How many of these images are of a hidden class: they can be neither right nor wrong, and are not counted.
    package func hiddenImages(_ labels: [Int?]) -> Int {
        hidesNothing ? 0 : labels.count { $0.map { rows[$0] == nil } ?? false }
    }
}

extension ZeroShotClassifier {
    /// Classifies all images that have an embedding among the classes of a choice, its rows being `choice.offered`. An
    /// image whose class is hidden has no truth.
    /// - Parameter labels: the dataset's class of each image of the table, nil where it has none.
    /// - Throws: `CancellationError` soon after `isCancelled` turns true.
    package func outcomes(
        of table: EmbeddingTable, labels: [Int?], among choice: ClassChoice,
        isCancelled: @Sendable () -> Bool = { false }
    ) throws -> Outcomes {
        precondition(weights.matrix.rows == choice.offered.count, "one row a class that can be chosen")
        var outcomes = try outcomes(of: table, labels: choice.rows(of: labels), isCancelled: isCancelled)
        if !choice.hidesNothing { outcomes.renumber(choice.offered) }
        return outcomes
    }
}

extension PromptSet {
    /// A class that it names or hides and that is none of these, but spelled nearly like one; nil without any. Sets for
    /// more classes than are asked for are common.
    package func strangeClass(among classes: [String]) -> String? {
        let known = classes + added
        for label in (Array(classNames.keys) + hidden).sorted() where !known.contains(label) {
            if let nearest = Spelling.nearest(to: label, among: known.filter { classNames[$0] == nil }) {
                return "\(name) speaks of \"\(label)\", which is none of the labels; did you mean \"\(nearest)\"?"
            }
        }
        return nil
    }

    /// - Parameters:
    ///   - classes: all that it may hide or name beside those that it adds; without any, names do not matter.
    ///   - source: what the set was read from, as it was typed.
    /// - Throws: `PromptSetError.unknownLabel`, `PromptSetError.unknownHidden`, `PromptSetError.everythingHidden`
    package func check(among classes: [String], source: String) throws {
        let known = classes + added
        let namesMatter = !classes.isEmpty && !hasSentences
        let unknown = namesMatter ? classNames.keys.filter { !Set(known).contains($0) }.sorted() : []
        if let first = unknown.first {
            throw PromptSetError.unknownLabel(
                first, others: unknown.count - 1, source: source, nearest: Spelling.nearest(to: first, among: known))
        }
        if let unknown = hidden.sorted().first(where: { !known.contains($0) }) {
            throw PromptSetError.unknownHidden(
                unknown, source: source, nearest: Spelling.nearest(to: unknown, among: known))
        }
        if !hidden.isEmpty, known.allSatisfy(hidden.contains) { throw PromptSetError.everythingHidden(source: source) }
    }
}
