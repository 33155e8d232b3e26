/// Where the names come from that prompts say for classes.
package enum NamesOrigin: String, Sendable, Codable {
    /// Every class goes by its label.
    case labels
    /// The dataset's own prompt set names them, as the prompts say nothing of classes.
    case dataset
    /// The prompts name them.
    case prompts
    /// By hand, in the explorer.
    case edited

    /// - Parameters:
    ///   - classes: those to choose among.
    ///   - own: the dataset's own prompt set.
    package init(of set: PromptSet, classes: [String], own: PromptSet?) {
        let names = set.names(amongThose: classes)
        self = names.isEmpty ? .labels : names == own?.names(amongThose: classes) ? .dataset : .prompts
    }

    package var words: String {
        switch self {
        case .labels: "the labels themselves"
        case .dataset: "the dataset's own"
        case .prompts: "the prompt set's"
        case .edited: "edited"
        }
    }
}

extension PromptSet {
    /// Those that are others than the labels.
    func names(amongThose classes: [String]) -> [String: [String]] {
        guard !classNames.isEmpty else { return [:] }
        let known = Set(classes)
        return classNames.filter { known.contains($0.key) && $0.value != [$0.key] }
    }

    /// What it says of classes is what another says of them.
    package func treatsClasses(like other: PromptSet) -> Bool {
        classNames == other.classNames && hidden == other.hidden && added == other.added
    }

    /// The set as it is evaluated on a dataset. One that says nothing of classes leaves them to the dataset's own set, so
    /// that a set of templates has one accuracy, whoever evaluates it.
    /// - Parameter own: the dataset's own set.
    package func completed(by own: PromptSet?) -> PromptSet {
        guard saysNothingOfClasses, let own else { return self }
        var set = self
        set.takeClasses(of: own)
        return set
    }
}
