extension Dataset {
    /// The prompts to evaluate by: those that were chosen, else its own, else the paper's.
    package func prompts(chosen: PromptSet?) -> PromptSet { chosen.map(completed) ?? prompts ?? .photo }

    /// A set as it is evaluated here: with the dataset's own names where it says nothing of classes, and with its classes
    /// spelled as they are here.
    package func completed(_ set: PromptSet) -> PromptSet {
        set.completed(by: prompts).spelled(like: knownClasses())
    }

    /// Whether a set speaks of no other classes than there are.
    /// - Parameter source: what it was read from, as it was typed; what it has of the dataset's own set is told as that's.
    /// - Throws: what `PromptSet.check` throws.
    package func check(_ set: PromptSet, _ labelColumn: LabelColumn? = nil, source: String) throws {
        let own = prompts.flatMap { !$0.saysNothingOfClasses && set.treatsClasses(like: $0) ? $0.name : nil }
        try set.check(among: knownClasses(labelColumn), source: own ?? source)
    }

    /// The classes that a prompt set may speak of: those of every label column, and those that are chosen among instead.
    package func knownClasses(_ labelColumn: LabelColumn? = nil) -> [String] {
        (labelColumn?.classes ?? []) + labelColumns.flatMap(\.classes)
    }
}
