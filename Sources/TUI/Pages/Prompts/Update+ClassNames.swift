import Model

extension State {
    /// The lines of the class names: the dataset's classes, then those that the set adds.
    var namedCount: Int { labelColumn.map { $0.classes.count + promptEditor.set.added.count } ?? 0 }

    /// The class on a line of the class names.
    func namedLabel(at line: Int) -> String? {
        guard let classes = labelColumn?.classes, line >= 0, line < namedCount else { return nil }
        return line < classes.count ? classes[line] : promptEditor.set.added[line - classes.count]
    }

    /// The class under the cursor of the class names.
    var namedLabel: String? { namedLabel(at: promptTable.names.cursor) }

    /// The place among the added classes of the one on a line; nil for a class of the dataset.
    func addedPlace(at line: Int) -> Int? {
        guard let classes = labelColumn?.classes, line >= classes.count, line < namedCount else { return nil }
        return line - classes.count
    }

    var addedAtCursor: Int? { addedPlace(at: promptTable.names.cursor) }

    /// "28", "27, 1 hidden, 1 added": what there is to choose among, by the set under work.
    var classCounts: String {
        guard let classes = labelColumn?.classes else { return "" }
        let choice = ClassChoice(classes, promptEditor.set)
        let (hidden, added) = (choice.classes.count - choice.offered.count, choice.added.count)
        return [
            "\(choice.offered.count)", hidden == 0 ? nil : "\(hidden) hidden", added == 0 ? nil : "\(added) added",
        ].compactMap { $0 }.joined(separator: ", ")
    }

    // MARK: - Names

    /// What is typed is evaluated at every key, like a template.
    mutating func editNames() {
        guard let label = namedLabel else { return }
        startEditing(
            addedAtCursor.map { .added($0) } ?? .names(of: label),
            LineEditor(ClassNames(promptEditor.set.names(of: label)).text), isNew: false, before: promptEditor.set,
            cursor: promptEditor.cursor)
    }

    /// Back to the name that the dataset has for it; an added class goes.
    mutating func takeOwnName() {
        guard let label = namedLabel else { return }
        guard let place = addedAtCursor else {
            return changePrompts("own name of \(label)") { $0.callClass(label, nil) }
        }
        changePrompts("remove class \(label)") { set in
            set.added.remove(at: place)
            set.classNames[label] = nil
            set.hidden.remove(label)
        }
        // What is listed by a class that is gone, or has another number now.
        if let label = browse.filter.label, label >= labelColumn?.classes.count ?? 0 {
            browse.filter.label = nil
            relist(pinning: true)
        }
    }

    // MARK: - Hiding and adding

    /// Why the class under the cursor cannot be hidden.
    var unhideable: String? {
        guard let classes = labelColumn?.classes, let label = namedLabel else { return "the dataset has no labels" }
        return ClassChoice(classes, promptEditor.set).names == [label] ? "it is the only one to choose" : nil
    }

    mutating func hideClass() {
        guard let label = namedLabel else { return }
        let isHidden = promptEditor.set.hidden.contains(label)
        changePrompts(isHidden ? "show \(label)" : "hide \(label)") { set in
            set.hidden.formSymmetricDifference([label])
        }
    }

    /// It follows the classes that there are.
    mutating func addClass() {
        let before = promptEditor.set
        let place = before.added.count
        promptEditor.set.added.append("")
        promptTable.moveNames(by: namedCount, count: namedCount, height: PromptsPage.height(self))
        startEditing(.added(place), LineEditor(""), isNew: true, before: before, cursor: promptEditor.cursor)
    }

    /// What is typed names the class, the first of the names being its own.
    mutating func nameAdded(_ place: Int, _ names: ClassNames) {
        guard let edit = promptEditor.edit else { return }
        let name = promptEditor.set.name
        promptEditor.set = edit.before
        promptEditor.set.name = name
        promptEditor.set.setNames(names, ofAdded: place, beside: labelColumn?.classes ?? [])
    }

    /// Ends the naming of an added class: one without a name goes, one that is there already is taken back.
    /// - Returns: whether it was taken back.
    mutating func endNaming(_ place: Int) -> Bool {
        let label = promptEditor.set.added[place]
        guard !label.isEmpty else {
            promptEditor.set.added.remove(at: place)
            return false
        }
        var others = promptEditor.set.added
        others.remove(at: place)
        guard ((labelColumn?.classes ?? []) + others).contains(label) else { return false }
        takeEditBack()
        message = Message(text: "there is a class \(label) already", role: .warning)
        return true
    }
}
