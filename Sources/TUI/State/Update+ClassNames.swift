import Model

extension State {
    /// The class under the cursor of the class names.
    var namedLabel: String? {
        guard let classes = labelling?.classes, classes.indices.contains(promptTable.names.cursor) else { return nil }
        return classes[promptTable.names.cursor]
    }

    mutating func switchSide() {
        promptTable.side = promptTable.side == .templates ? .classNames : .templates
        promptTable.anchor = nil
    }

    /// What is typed is evaluated at every key, like a template.
    mutating func editNames() {
        guard let label = namedLabel else { return }
        startEditing(
            .names(of: label), LineEditor(ClassNames(prompting.set.names(of: label)).text), isNew: false,
            before: prompting.set, cursor: prompting.cursor)
    }

    mutating func takeOwnName() {
        guard let label = namedLabel else { return }
        changePrompts("own name of \(label)") { $0.classNames[label] = nil }
    }
}
