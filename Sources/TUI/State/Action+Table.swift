extension Action {
    private static let lists = Context.pages.union([
        PromptSetsPopup.context, ReferencesPopup.context, ModelsPopup.context, DatasetsPopup.context,
        EditsPopup.context,
        OrdersPopup.context,
        SelectionPopup.context, ZoomPopup.context, ExplanationPopup.context,
        LabelColumnsPopup.context, ThemesPopup.context,
    ])
    private static let searched: Set<Context> = [ClassesPopup.context, PalettePopup.context, HelpPopup.context]
    private static let withPrompts = Context.besidePrompts.union([.prompts])
    private static let everywhere = Context.pages.union([ZoomPopup.context])
    private static let browsing: Set<Context> = [.images, .prompts, ZoomPopup.context, ExplanationPopup.context]

    /// Those that several contexts share, then each context's own, in the order of the help screen. Within a context no key stands twice (a test says so).
    package static let all: [Action] =
        moving + pages + looking + ofThumbnails + splitting + finding + lines + ofImages + outside + promptEditor
        + typing
        + Context.allCases.flatMap { $0.keys() }

    private static let moving: [Action] = [
        Action("up", [.up, .char("k")], "up", "Go up one line", in: lists, does: { $0.move(by: -1) }).unlisted,
        Action("down", [.down, .char("j")], "down", "Go down one line", in: lists, does: { $0.move(by: 1) }).unlisted,
        Action(
            "pageUp", [.pageUp, .control("b")], "page up", "Go up one page", in: lists,
            does: { $0.move(by: -$0.pageHeight) }
        ).unlisted,
        Action(
            "pageDown", [.pageDown, .control("f")], "page down", "Go down one page", in: lists,
            does: { $0.move(by: $0.pageHeight) }
        ).unlisted,
        Action(
            "halfPageUp", [.control("u")], "half a page up", "Go up half a page", in: lists,
            does: { $0.move(by: -max(1, $0.pageHeight / 2)) }
        ).unlisted,
        Action(
            "halfPageDown", [.control("d")], "half a page down", "Go down half a page", in: lists,
            does: { $0.move(by: max(1, $0.pageHeight / 2)) }
        ).unlisted,
        Action(
            "first", [.char("g"), .home], "first", "Go to the first line", in: lists,
            does: { $0.move(by: -Int(Int32.max)) }
        ).unlisted,
        Action(
            "last", [.char("G"), .end], "last", "Go to the last line", in: lists, does: { $0.move(by: Int(Int32.max)) }
        ).unlisted,
        Action("up", [.up, .control("p")], "up", "Go up one line", in: searched, does: { $0.move(by: -1) }).unlisted,
        Action("down", [.down, .control("n")], "down", "Go down one line", in: searched, does: { $0.move(by: 1) })
            .unlisted,
        Action("pageUp", [.pageUp], "page up", "Go up one page", in: searched, does: { $0.move(by: -$0.pageHeight) })
            .unlisted,
        Action(
            "pageDown", [.pageDown], "page down", "Go down one page", in: searched, does: { $0.move(by: $0.pageHeight) }
        ).unlisted,
        Action(
            "switchPane", [.tab, .backTab], "other pane",
            "Move between the page and the prompts, or between templates and class names", in: Context.pages,
            hint: 5,
            unavailable: {
                $0.page.content.showsPrompts || $0.page == .prompts ? nil : "the prompts have a page of their own"
            }, does: { $0.switchPane() }),
    ]

    private static let pages: [Action] =
        Page.allCases.map { page in
            Action(
                "page.\(page.content.title)", [page.key], page.content.title, page.content.help,
                in: Context.pages.union([
                    ZoomPopup.context, PromptSetsPopup.context, ReferencesPopup.context, ModelsPopup.context,
                    EditsPopup.context,
                ]), does: { $0.show(page) })
        } + [
            Action(
                "back", [.escape], "back", "Go back: to the page, to all its lines, to the images", in: Context.pages,
                does: { $0.backOut() }
            ).unlisted
        ]

    private static let looking: [Action] = [
        Action(
            "nextWrong", [.char("n")], "next wrong", "Go to the next misclassified image", in: browsing, hint: 3,
            unavailable: noneWrong, does: { $0.selectWrong(step: 1) }
        ).onImages,
        Action(
            "previousWrong", [.char("N")], "previous wrong", "Go to the previous misclassified image", in: browsing,
            unavailable: noneWrong, does: { $0.selectWrong(step: -1) }
        ).onImages,
        Action(
            "zoom", [.char("z")], "large picture", "Show the picture as large as the terminal, or small again",
            in: browsing, hint: 12, unavailable: noImage, does: { $0.popup = $0.popup is ZoomPopup ? nil : ZoomPopup() }
        ).onImages,
        Action(
            "zoom", [.enter], "large picture", "Show the picture as large as the terminal", in: [.images],
            unavailable: noImage, does: { $0.popup = $0.popup is ZoomPopup ? nil : ZoomPopup() }
        ).onImages,
        Action(
            "pictureStyle", [.char("b")], "picture style",
            "Draw pictures another way: with pixels where the terminal can, with sextants, half blocks, shades, ASCII",
            in: browsing, does: { $0.nextPictureStyle() }),
        Action(
            "labelColumn", [.char("l")], "labels", "Choose the column that the labels are taken from, coarse or fine",
            in: Context.pages,
            hint: 11,
            unavailable: { ($0.dataset?.labelColumns.count ?? 0) < 2 ? "the dataset has one label column" : nil },
            does: { $0.openLabelColumns() }),
        Action(
            "models", [.char("M")], "model",
            "Choose another model: the embedded one, or one from the Hugging Face cache",
            in: Context.pages, hint: 16, unavailable: { $0.dataset == nil ? "the dataset is not open yet" : nil },
            begins: { $0.openModels() }),
        Action(
            "datasets", [.char("D")], "dataset", "Open another dataset: the sample, or one from the Hugging Face cache",
            in: Context.pages, begins: { $0.openDatasets() }),
        Action(
            "theme", [.char("t")], "theme", "Choose a colour theme; each is shown at once", in: everywhere, hint: 14,
            does: { $0.openThemes() }),
        Action(
            "palette", [.char(":")], "commands", "Find a command by typing a part of its name", in: Context.pages,
            hint: 15, does: { $0.popup = PalettePopup() }
        ).unlisted,
        Action(
            "help", [.char("?")], "help", "Show all keys, and find one by typing", in: everywhere, hint: 90,
            does: { $0.popup = HelpPopup(HelpSearch(context: $0.context)) }),
        Action(
            "repaint", [.control("l")], "redraw", "Draw the whole screen anew", in: everywhere,
            begins: { _ in [.repaint] }),
        Action("quit", [.char("q")], "quit", "Quit clipscope", in: Context.pages, hint: 91, begins: { $0.quit() }),
    ]

    private static let splitting: [Action] = [
        Action(
            "split.morePrompts", [.char("+")], "more prompts", "Give the prompts one line more", in: withPrompts,
            does: { $0.resize(.morePrompts) }),
        Action(
            "split.fewerPrompts", [.char("-")], "fewer prompts", "Give the prompts one line less", in: withPrompts,
            does: { $0.resize(.fewerPrompts) }),
        Action(
            "split.widerImages", [.char(">")], "wider list", "Make the list of images wider", in: panes,
            does: { $0.resize(.widerImages) }),
        Action(
            "split.narrowerImages", [.char("<")], "narrower list", "Make the list of images narrower", in: panes,
            does: { $0.resize(.narrowerImages) }),
        Action(
            "split.widerProbabilities", [.char("}")], "wider bars", "Make the probabilities wider", in: panes,
            does: { $0.resize(.widerProbabilities) }),
        Action(
            "split.narrowerProbabilities", [.char("{")], "narrower bars", "Make the probabilities narrower",
            in: panes, does: { $0.resize(.narrowerProbabilities) }),
        Action(
            "split.reset", [.char("=")], "usual sizes", "Give all panes the size they had at first", in: withPrompts,
            unavailable: { $0.paneSizes == PaneSizes() ? "they have it" : nil }, does: { $0.resize(.reset) }),
    ]

    private static let finding: [Action] = [
        Action(
            "filterText", [.char("/")], "filter",
            "List the images in whose label, prediction, file name or note all words stand, and none behind a !",
            in: panes, hint: 6, does: { $0.popup = FilterPopup($0.browse.filter) }
        ).onImages,
        Action(
            "onlyWrong", [.char("w")], "only wrong", "List the misclassified images, or all again", in: panes, hint: 4,
            unavailable: noLabels, does: { $0.filter(verdict: .wrong) }
        ).onImages,
        Action(
            "onlyRight", [.char("r")], "only right", "List the images that are classified right, or all again",
            in: panes,
            hint: 13, unavailable: noLabels, does: { $0.filter(verdict: .right) }
        ).onImages,
        Action(
            "onlyFlipped", [.char("f")], "only flipped",
            "List the images that the last edit turned right or wrong, or all again", in: panes, hint: 10,
            unavailable: { $0.scores.change == nil ? "no edit to compare with yet" : nil }, does: { $0.filterFlipped() }
        ).onImages,
        Action(
            "classChooser", [.char("c")], "class", "List the images of one class, or those predicted as it", in: panes,
            hint: 8,
            unavailable: noLabels,
            does: { $0.popup = ClassesPopup(role: $0.browse.filter.predicted == nil ? .truth : .predicted) }),
        Action(
            "clearFilters", [.char("0")], "all images", "Clear all filters, and what is searched", in: Context.pages,
            unavailable: { $0.browse.filter.isEmpty && $0.browse.search == nil ? "no filter is set" : nil },
            does: { $0.clearFilters() }
        ).onImages,
        Action(
            "sort", [.char("s")], "sort",
            "Choose the order: most wrong, smallest margin, least confident, most ambiguous, label, file name",
            in: panes, hint: 7, does: { $0.openOrders() }
        ).onImages,
    ]

    /// Pages whose lines have words.
    private static let withLines: Set<Context> = [
        .classTable, .classNames, .confusion, .comparison, .leaderboard, .learn,
    ]

    private static let lines: [Action] = [
        Action(
            "find", [.char("/")], "find", "Go to the line in which all these words stand", in: withLines, hint: 6,
            unavailable: noLines, does: { $0.openFinding() }),
        Action(
            "nextFound", [.char("n")], "next found", "Go to the next line in which they stand",
            in: withLines.subtracting([.confusion]), unavailable: nothingFound, does: { $0.findLine(step: 1) }),
        Action(
            "previousFound", [.char("N")], "found before", "Go to the line before in which they stand",
            in: withLines.subtracting([.confusion]), unavailable: nothingFound, does: { $0.findLine(step: -1) }),
    ]

    private static let noLines: @Sendable (State) -> String? = { state in
        state.page.content.findable(state).map { $0.texts.isEmpty } ?? true ? "there are no lines here yet" : nil
    }

    private static let nothingFound: @Sendable (State) -> String? = { state in
        noLines(state) ?? (state.found.isEmpty ? "/ finds a line first" : nil)
    }

    private static let promptEditor: [Action] = [
        Action(
            "edit", [.enter, .char("e")], "edit", "Edit the template; every keystroke counts at once", in: [.prompts],
            hint: 0,
            unavailable: noTemplate, does: { $0.beginEdit() }),
        Action(
            "edit", [.char("e")], "edit", "Edit the template", in: Context.besidePrompts, hint: 5,
            unavailable: noTemplate, does: { $0.beginEdit() }),
        Action(
            "toggle", [.char(" ")], "on/off", "Switch the template on or off", in: [.prompts], hint: 1,
            unavailable: noTemplate, does: { $0.toggleChosen() }),
        Action(
            "add", [.char("a")], "add", "Add a template and edit it", in: [.prompts], hint: 2,
            does: { $0.addTemplate() }),
        Action(
            "add", [.char("a")], "add template", "Add a template and edit it", in: Context.besidePrompts, hint: 9,
            does: { $0.addTemplate() }),
        Action(
            "delete", [.char("d"), .delete], "delete", "Delete the template", in: [.prompts], hint: 2,
            unavailable: noTemplate, does: { $0.deleteTemplate() }),
        Action(
            "duplicate", [.char("y")], "duplicate", "Put a copy of the template below it", in: [.prompts],
            unavailable: noTemplate, does: { $0.duplicateTemplate() }),
        Action(
            "allOn", [.char("A")], "all on", "Switch all templates on", in: panes, unavailable: noTemplate,
            does: { $0.switchTemplates("all on") { _ in true } }),
        Action(
            "allOff", [.char("O")], "all off", "Switch all templates off", in: panes, unavailable: noTemplate,
            does: { $0.switchTemplates("all off") { _ in false } }),
        Action(
            "invert", [.char("i")], "invert", "Switch on what is off and off what is on", in: panes,
            unavailable: noTemplate, does: { $0.switchTemplates("invert") { !$0 } }),
        Action(
            "undo", [.char("u")], "undo", "Undo the last change of the prompts", in: Context.pages, hint: 9,
            unavailable: { $0.promptEditor.past.isEmpty ? "nothing to undo" : nil }, does: { $0.undo() }),
        Action(
            "redo", [.control("r")], "redo", "Redo what was undone", in: Context.pages,
            unavailable: { $0.promptEditor.future.isEmpty ? "nothing to redo" : nil }, does: { $0.redo() }),
        Action(
            "edits", [.char("H")], "edits", "List the session's edits with their accuracy, and return to one",
            in: Context.pages, hint: 15,
            unavailable: { $0.editLog.entries.count < 2 ? "no edit was made yet" : nil }, does: { $0.openEdits() }),
        Action(
            "promptSets", [.char("p")], "prompt sets",
            "Choose a prompt set: the dataset's own, a saved or a published one, a file's", in: Context.pages, hint: 9,
            unavailable: { $0.choices.isEmpty ? "no prompt sets are known yet" : nil }, does: { $0.openPromptSets() }),
        Action(
            "save", [.char("S")], "save prompts", "Save the prompt set under a name, or to a file", in: Context.pages,
            unavailable: noTemplate, does: { $0.openSaving() }),
    ]

    private static let typing: [Action] = [
        Action(
            "keep", [.enter], "keep", "Keep the template, or the names, as they are now", in: [.editing], hint: 0,
            does: { $0.keepEdit() }),
        Action(
            "takeBack", [.escape], "take back", "Take the whole edit back", in: [.editing], hint: 1,
            does: { $0.takeEditBack() }),
        Action(
            "insertPlaceholder", [.tab], "{label}", "Insert {label}, the place of the class name", in: [.editing],
            hint: 2, unavailable: { $0.promptEditor.edit?.index == nil ? "these are names" : nil },
            does: { $0.type("{label}") }),
    ]

    private static let noneWrong: @Sendable (State) -> String? = { state in
        if let reason = noLabels(state) { return reason }
        return state.wrongCount == 0 ? "no image is wrong" : nil
    }

    static let noLabels: @Sendable (State) -> String? = {
        $0.labelColumn == nil ? "the dataset has no labels" : nil
    }
    static let noImage: @Sendable (State) -> String? = {
        $0.browse.selected == nil ? "no image is selected" : nil
    }
    private static let noTemplate: @Sendable (State) -> String? = {
        $0.promptEditor.set.entries.isEmpty ? "there is no template" : nil
    }
}
