/// The origin of the names, and how many classes they make others of than their labels.
package struct ClassNaming: Sendable, Equatable {
    package let origin: NamesOrigin
    let renamed: Int
    let classes: Int

    /// - Parameters:
    ///   - classes: those to choose among.
    ///   - own: the dataset's own prompt set.
    package init(_ set: PromptSet, classes: [String], own: PromptSet?) {
        origin = NamesOrigin(of: set, classes: classes, own: own)
        renamed = set.names(amongThose: classes).count
        self.classes = classes.count
    }

    /// "the dataset's own, for 19 of 40 classes"
    package var text: String {
        origin == .labels
            ? origin.words : origin.words + ", for \(renamed) of \(ReportText.count(classes, "class", "classes"))"
    }
}
