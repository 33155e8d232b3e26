import Model

/// One rule for what classes are called: a set that says nothing of classes goes with the dataset's own set, unless the
/// classes were edited here. So does the command line, where nothing is edited.
extension State {
    /// The set as it becomes the one under work, or the one to compare with.
    func completed(_ set: PromptSet) -> PromptSet {
        var set = set
        if set.saysNothingOfClasses, areClassesEdited(by: promptEditor.set) { set.takeClasses(of: promptEditor.set) }
        return dataset?.completed(set) ?? set
    }

    /// What a set says of classes is nothing that the dataset or a set at hand says.
    private func areClassesEdited(by set: PromptSet) -> Bool {
        guard !set.saysNothingOfClasses, let dataset else { return false }
        return !([dataset.prompts, saved].compactMap { $0 } + choices.map(\.set)).contains {
            set.treatsClasses(like: $0.completed(by: dataset.prompts))
        }
    }

    /// Where the names come from that the prompts say for the classes on the screen; nil without labels.
    package var namesOrigin: NamesOrigin? {
        labelling == nil ? nil : namesOrigin(of: promptEditor.set)
    }

    func namesOrigin(of set: PromptSet) -> NamesOrigin {
        let origin = NamesOrigin(of: set, classes: classes, own: dataset?.prompts)
        return origin == .prompts && areClassesEdited(by: set) ? .edited : origin
    }

    /// Why a set cannot be taken for this dataset; nil where it can.
    func fault(of set: PromptSet, source: String? = nil) -> String? {
        do {
            try dataset?.check(set, source: source ?? set.name)
            return nil
        } catch {
            return Model.message(of: error)
        }
    }
}
