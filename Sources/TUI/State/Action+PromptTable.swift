extension Action {
    static let ofPromptTable: [Action] = onTemplates + onClassNames + onTrial

    private static let onTemplates: [Action] = [
        Action(
            .toggle, [.char(" ")], "on/off", "Switch the template, or the marked ones, on or off", in: [.promptTable],
            hint: 0, unavailable: noTemplate),
        Action(
            .edit, [.enter, .char("e")], "edit", "Edit the template; every keystroke counts at once",
            in: [.promptTable], hint: 1, unavailable: noTemplate),
        Action(.add, [.char("a")], "add", "Add a template and edit it", in: [.promptTable], hint: 4),
        Action(
            .promptTable(.choose), [.char("F")], "find the best",
            "Choose templates on one half of the images, and see how they do on the other", in: [.promptTable], hint: 2,
            unavailable: noFigures),
        Action(
            .promptTable(.nextColumn), [.char("s"), .right], "sort",
            "Sort by the next column; a click on a heading too", in: [.promptTable], hint: 3, unavailable: noTemplate),
        Action(
            .promptTable(.previousColumn), [.left], "sort back", "Sort by the column before", in: [.promptTable],
            unavailable: noTemplate),
        Action(
            .promptTable(.reverse), [.char("r")], "reverse", "Turn the order round", in: [.promptTable],
            unavailable: noTemplate),
        Action(
            .promptTable(.filter), [.char("/")], "filter",
            "List the templates in which all these words stand, and none that begins with !", in: [.promptTable],
            hint: 5, unavailable: noTemplate),
        Action(
            .promptTable(.mark), [.char("v")], "mark",
            "Mark from here to where the cursor goes; what is switched or deleted then is all that is marked",
            in: [.promptTable], hint: 4, unavailable: noTemplate),
        Action(
            .allOn, [.char("A")], "all on", "Switch all that are listed, or marked, on", in: [.promptTable], hint: 6,
            unavailable: noTemplate),
        Action(
            .allOff, [.char("O")], "all off", "Switch all that are listed, or marked, off", in: [.promptTable], hint: 7,
            unavailable: noTemplate),
        Action(
            .invert, [.char("i")], "invert", "Switch all that are listed, or marked, over", in: [.promptTable],
            hint: 8, unavailable: noTemplate),
        Action(
            .delete, [.char("d"), .delete], "delete", "Delete the template, or the marked ones", in: [.promptTable],
            unavailable: noTemplate),
        Action(
            .duplicate, [.char("y")], "duplicate", "Put a copy of the template below it", in: [.promptTable],
            unavailable: noTemplate),
        Action(
            .promptTable(.moveDown), [.char("J")], "move down", "Move the template one place down in the set",
            in: [.promptTable], unavailable: notMovable),
        Action(
            .promptTable(.moveUp), [.char("K")], "move up", "Move the template one place up in the set",
            in: [.promptTable], unavailable: notMovable),
    ]

    private static let onClassNames: [Action] = [
        Action(
            .promptTable(.editNames), [.enter, .char("e")], "edit names",
            "Edit the names of the class, with ; between them; every keystroke counts at once", in: [.classNames],
            hint: 0, unavailable: noClass),
        Action(
            .promptTable(.hideClass), [.char("x")], "hide/show",
            "Take the class out of the choice, or back into it; images of a hidden class are not counted",
            in: [.classNames], hint: 1, unavailable: { noClass($0) ?? $0.unhideable }),
        Action(
            .promptTable(.addClass), [.char("a")], "add class",
            "Add a class that no image has, such as none of these; every keystroke counts at once", in: [.classNames],
            hint: 2, unavailable: { $0.labelling == nil ? "the dataset has no labels" : nil }),
        Action(
            .promptTable(.ownName), [.char("d"), .delete], "own name, remove",
            "Let the class go by the name that the dataset has for it; an added class is removed", in: [.classNames],
            hint: 3,
            unavailable: { state in
                if let reason = noClass(state) { return reason }
                let isOwn = state.namedLabel.map { state.prompting.set.classNames[$0] == nil } ?? false
                return isOwn && state.addedAtCursor == nil ? "it does" : nil
            }),
    ]

    private static let onTrial: [Action] = [
        Action(
            .accept, [.enter], "take it", "Switch on the templates of this line, and the others off", in: [.trial],
            hint: 0,
            unavailable: { $0.promptTable.trial.selection == nil ? "nothing is found yet" : nil }),
        Action(
            .promptTable(.forward), [.char("f")], "forward", "From none, add the template that helps most, and so on",
            in: [.trial], hint: 1, unavailable: noFigures),
        Action(
            .promptTable(.backward), [.char("b")], "backward",
            "From all, leave out the template that is missed least, and so on", in: [.trial], hint: 2,
            unavailable: noFigures),
        Action(
            .promptTable(.single), [.char("s")], "single", "Try each template by itself", in: [.trial], hint: 3,
            unavailable: noFigures),
        Action(.cancel, [.escape, .char("q")], "cancel", "Stop what is under way, then close", in: [.trial], hint: 4),
    ]

    private static let noTemplate: @Sendable (State) -> String? = { state in
        if state.prompting.set.entries.isEmpty { return "there is no template" }
        return state.cursorRow == nil ? "no template passes the filter" : nil
    }

    private static let notMovable: @Sendable (State) -> String? = { state in
        noTemplate(state) ?? (state.promptTable.isPlain ? nil : "the list is sorted or filtered")
    }

    private static let noClass: @Sendable (State) -> String? = {
        $0.namedLabel == nil ? "the dataset has no labels" : nil
    }

    private static let noFigures: @Sendable (State) -> String? = { state in
        if state.dataset != nil, state.labelling == nil { return "the dataset has no labels" }
        if state.prompting.set.entries.isEmpty { return "there is no template" }
        return state.judgedPrompts == nil ? "not all images are embedded yet" : nil
    }
}
