extension Action {
    private static let lists = Context.pages.union([.promptSets, .references, .models, .edits, .orders, .trial, .zoom])
    private static let withPrompts = Context.besidePrompts.union([.prompts])
    private static let everywhere = Context.pages.union([.zoom])
    private static let browsing: Set<Context> = [.images, .prompts, .zoom]

    /// In the order of the help screen. Within a context no key stands twice (a test says so).
    package static let all: [Action] =
        moving + pages + looking + ofThumbnails + splitting + finding + ofImages + prompting + typing + choosing
        + ofClasses + ofPromptTable + ofConfusion + ofComparison + ofCalibration

    private static let moving: [Action] = [
        Action(.up, [.up, .char("k")], "up", "Go up one line", in: lists),
        Action(.down, [.down, .char("j")], "down", "Go down one line", in: lists),
        Action(.pageUp, [.pageUp, .control("b")], "page up", "Go up one page", in: lists),
        Action(.pageDown, [.pageDown, .control("f")], "page down", "Go down one page", in: lists),
        Action(.first, [.char("g"), .home], "first", "Go to the first line", in: lists),
        Action(.last, [.char("G"), .end], "last", "Go to the last line", in: lists),
        Action(.up, [.up, .control("p")], "up", "Go up one line", in: [.classChooser, .palette, .help]),
        Action(.down, [.down, .control("n")], "down", "Go down one line", in: [.classChooser, .palette, .help]),
        Action(.pageUp, [.pageUp], "page up", "Go up one page", in: [.classChooser, .palette, .help]),
        Action(.pageDown, [.pageDown], "page down", "Go down one page", in: [.classChooser, .palette, .help]),
        Action(
            .switchPane, [.tab, .backTab], "other pane",
            "Move between the page and the prompts, or between templates and class names", in: Context.pages,
            hint: 5,
            unavailable: {
                $0.page.content.showsPrompts || $0.page == .prompts ? nil : "the prompts have a page of their own"
            }),
    ]

    private static let pages: [Action] =
        Page.allCases.map { page in
            Action(
                .page(page), [page.key], page.content.title, page.content.help,
                in: Context.pages.union([.zoom, .promptSets, .references, .models, .edits]))
        } + [
            Action(.back, [.escape], "back", "Go back: to the page, to all its lines, to the images", in: Context.pages)
        ]

    private static let looking: [Action] = [
        Action(
            .nextWrong, [.char("n")], "next wrong", "Go to the next misclassified image", in: browsing, hint: 3,
            unavailable: noneWrong),
        Action(
            .previousWrong, [.char("N")], "previous wrong", "Go to the previous misclassified image", in: browsing,
            unavailable: noneWrong),
        Action(
            .zoom, [.char("z")], "large picture", "Show the picture as large as the terminal, or small again",
            in: browsing, hint: 12, unavailable: noImage),
        Action(
            .zoom, [.enter], "large picture", "Show the picture as large as the terminal", in: [.images],
            unavailable: noImage),
        Action(
            .pictureStyle, [.char("b")], "picture style",
            "Draw pictures another way: with pixels where the terminal can, with sextants, half blocks, shades, ASCII",
            in: browsing),
        Action(
            .labelling, [.char("l")], "labels", "Take the labels from the next column, coarse or fine",
            in: Context.pages,
            hint: 11,
            unavailable: { ($0.dataset?.labellings.count ?? 0) < 2 ? "the dataset has one label column" : nil }),
        Action(
            .models, [.char("M")], "model",
            "Choose another model: the embedded one, or one from the Hugging Face cache",
            in: Context.pages, hint: 16, unavailable: { $0.dataset == nil ? "the dataset is not open yet" : nil }),
        Action(.theme, [.char("t")], "theme", "Change to the next colour theme", in: everywhere, hint: 14),
        Action(
            .palette, [.char(":")], "commands", "Find a command by typing a part of its name", in: Context.pages,
            hint: 15),
        Action(.help, [.char("?")], "help", "Show all keys, and find one by typing", in: everywhere, hint: 90),
        Action(.repaint, [.control("l")], "redraw", "Draw the whole screen anew", in: everywhere),
        Action(.quit, [.char("q")], "quit", "Leave clipscope", in: Context.pages, hint: 91),
    ]

    private static let splitting: [Action] = [
        Action(
            .split(.morePrompts), [.char("+")], "more prompts", "Give the prompts one line more", in: withPrompts),
        Action(
            .split(.fewerPrompts), [.char("-")], "fewer prompts", "Give the prompts one line less", in: withPrompts),
        Action(.split(.widerImages), [.char(">")], "wider list", "Make the list of images wider", in: panes),
        Action(.split(.narrowerImages), [.char("<")], "narrower list", "Make the list of images narrower", in: panes),
        Action(
            .split(.widerProbabilities), [.char("}")], "wider bars", "Make the probabilities wider", in: panes),
        Action(
            .split(.narrowerProbabilities), [.char("{")], "narrower bars", "Make the probabilities narrower",
            in: panes),
        Action(
            .split(.reset), [.char("=")], "usual sizes", "Give all panes the size they had at first", in: withPrompts,
            unavailable: { $0.splits == Splits() ? "they have it" : nil }),
    ]

    private static let finding: [Action] = [
        Action(
            .filterText, [.char("/")], "filter",
            "List the images in whose label, prediction, file name or note all words stand, and none behind a !",
            in: panes, hint: 6),
        Action(
            .onlyWrong, [.char("w")], "only wrong", "List the misclassified images, or all again", in: panes, hint: 4,
            unavailable: noLabels),
        Action(
            .onlyRight, [.char("r")], "only right", "List the images that are classified right, or all again",
            in: panes,
            hint: 13, unavailable: noLabels),
        Action(
            .onlyFlipped, [.char("f")], "only flipped",
            "List the images that the last edit turned right or wrong, or all again", in: panes, hint: 10,
            unavailable: { $0.scores.change == nil ? "no edit to compare with yet" : nil }),
        Action(
            .classChooser, [.char("c")], "class", "List the images of one class, or those predicted as it", in: panes,
            hint: 8,
            unavailable: noLabels),
        Action(
            .clearFilters, [.char("0")], "all images", "Clear all filters, and what is searched", in: Context.pages,
            unavailable: { $0.browse.filter.isEmpty && $0.browse.search == nil ? "no filter is set" : nil }),
        Action(
            .sort, [.char("s")], "sort",
            "Choose the order: most wrong, smallest margin, least confident, most ambiguous, label, file name",
            in: panes, hint: 7),
    ]

    private static let prompting: [Action] = [
        Action(
            .edit, [.enter, .char("e")], "edit", "Edit the template; every keystroke counts at once", in: [.prompts],
            hint: 0,
            unavailable: noTemplate),
        Action(
            .edit, [.char("e")], "edit", "Edit the template", in: Context.besidePrompts, hint: 5,
            unavailable: noTemplate),
        Action(
            .toggle, [.char(" ")], "on/off", "Switch the template on or off", in: [.prompts], hint: 1,
            unavailable: noTemplate),
        Action(.add, [.char("a")], "add", "Add a template and edit it", in: [.prompts], hint: 2),
        Action(.add, [.char("a")], "add template", "Add a template and edit it", in: Context.besidePrompts, hint: 9),
        Action(
            .delete, [.char("d"), .delete], "delete", "Delete the template", in: [.prompts], hint: 2,
            unavailable: noTemplate),
        Action(
            .duplicate, [.char("y")], "duplicate", "Put a copy of the template below it", in: [.prompts],
            unavailable: noTemplate),
        Action(.allOn, [.char("A")], "all on", "Switch all templates on", in: panes, unavailable: noTemplate),
        Action(.allOff, [.char("O")], "all off", "Switch all templates off", in: panes, unavailable: noTemplate),
        Action(
            .invert, [.char("i")], "invert", "Switch on what is off and off what is on", in: panes,
            unavailable: noTemplate),
        Action(
            .undo, [.char("u")], "undo", "Undo the last change of the prompts", in: Context.pages, hint: 9,
            unavailable: { $0.prompting.past.isEmpty ? "nothing to undo" : nil }),
        Action(
            .redo, [.control("r")], "redo", "Redo what was undone", in: Context.pages,
            unavailable: { $0.prompting.future.isEmpty ? "nothing to redo" : nil }),
        Action(
            .edits, [.char("H")], "edits", "List the session's edits with their accuracy, and return to one",
            in: Context.pages, hint: 15,
            unavailable: { $0.editLog.entries.count < 2 ? "no edit was made yet" : nil }),
        Action(
            .promptSets, [.char("p")], "prompt sets",
            "Choose a prompt set: the dataset's own, a saved or a published one, a file's", in: Context.pages, hint: 9,
            unavailable: { $0.choices.isEmpty ? "no prompt sets are known yet" : nil }),
        Action(
            .save, [.char("S")], "save prompts", "Save the prompt set under a name, or to a file", in: Context.pages,
            unavailable: noTemplate),
    ]

    private static let typing: [Action] = [
        Action(.keep, [.enter], "keep", "Keep the template, or the names, as they are now", in: [.editing], hint: 0),
        Action(.takeBack, [.escape], "take back", "Take the whole edit back", in: [.editing], hint: 1),
        Action(
            .insertPlaceholder, [.tab], "{label}", "Insert {label}, the place of the class name", in: [.editing],
            hint: 2, unavailable: { $0.prompting.edit?.index == nil ? "these are names" : nil }),
    ]

    private static let choosing: [Action] = [
        Action(.accept, [.enter], "keep filter", "Keep the filter", in: [.filter, .templateFilter], hint: 0),
        Action(
            .cancel, [.escape], "take back", "Return to the filter before", in: [.filter, .templateFilter], hint: 1),
        Action(.accept, [.enter], "show", "List the images of this class", in: [.classChooser], hint: 0),
        Action(
            .otherClassRole, [.tab], "true/predicted", "Choose by true class or by predicted class",
            in: [.classChooser],
            hint: 1),
        Action(.accept, [.enter], "do it", "Run the command", in: [.palette], hint: 0),
        Action(.accept, [.enter], "replace", "Replace the templates by this set", in: [.promptSets], hint: 0),
        Action(.accept, [.enter], "use it", "Classify with this model", in: [.models], hint: 0),
        Action(
            .append, [.char("a")], "append", "Append this set's templates to those there", in: [.promptSets], hint: 1),
        Action(
            .versions, [.char("v")], "versions", "List all versions of this saved set", in: [.promptSets], hint: 1,
            unavailable: { $0.choiceAtCursor?.saved == nil ? "this set is not a saved one" : nil }),
        Action(
            .openFile, [.char("o")], "open a file", "Open a prompt set by its path: TOML, or one template a line",
            in: [.promptSets], hint: 1),
        Action(.accept, [.enter], "open", "Open this file", in: [.file], hint: 0),
        Action(
            .completePath, [.tab], "complete", "Go on with what all names that begin so have in common", in: [.file],
            hint: 1),
        Action(.cancel, [.escape], "back", "Go back to the list", in: [.file], hint: 2),
        Action(
            .accept, [.enter], "save", "Save under this name; with .toml, .txt or a / in it, as this file",
            in: [.save], hint: 0),
        Action(
            .cancel, [.escape], "close", "Close without doing anything", in: [.classChooser, .palette, .save], hint: 2),
        Action(
            .cancel, [.escape, .char("q")], "close", "Close without doing anything",
            in: [.promptSets, .references, .models, .edits, .orders, .zoom],
            hint: 2),
        Action(
            .cancel, [.escape, .char("?"), .enter], "close", "Clear what is looked for, then close help", in: [.help],
            hint: 2),
        Action(.accept, [.enter], "return to it", "Return to this edit's prompts", in: [.edits], hint: 0),
        Action(.leave, [.enter, .char("q"), .char("y")], "leave", "Leave, and lose it", in: [.leaving], hint: 0),
        Action(.save, [.char("S")], "save prompts", "Save the prompt set to a TOML file", in: [.leaving], hint: 1),
        Action(.cancel, [.escape, .char("n")], "stay", "Stay in clipscope", in: [.leaving], hint: 2),
        Action(.accept, [.enter], "as templates", "Make each pasted line a template", in: [.pasting], hint: 0),
        Action(.pasteOneLine, [.char("j")], "as one line", "Paste the lines as one", in: [.pasting], hint: 1),
        Action(.cancel, [.escape, .char("n")], "no paste", "Leave out what was pasted", in: [.pasting], hint: 2),
    ]

    private static let noneWrong: @Sendable (State) -> String? = { state in
        if let reason = noLabels(state) { return reason }
        return state.wrongCount == 0 ? "no image is wrong" : nil
    }

    static let noLabels: @Sendable (State) -> String? = {
        $0.labelling == nil ? "the dataset has no labels" : nil
    }
    static let noImage: @Sendable (State) -> String? = {
        $0.browse.selected == nil ? "no image is selected" : nil
    }
    private static let noTemplate: @Sendable (State) -> String? = {
        $0.prompting.set.entries.isEmpty ? "there is no template" : nil
    }
}
