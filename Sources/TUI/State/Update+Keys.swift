import Model

extension State {
    /// Who gets the keys.
    package var context: Context {
        switch popup {
        case .help: return .help
        case .palette: return .palette
        case .classChooser: return .classChooser
        case .promptSets: return .promptSets
        case .models: return .models
        case .references: return .references
        case .file: return .file
        case .save: return .save
        case .filter: return .filter
        case .range: return .range
        case .search: return .search
        case .orders: return .orders
        case .note: return .note
        case .templateFilter: return .templateFilter
        case .trial: return .trial
        case .zoom: return .zoom
        case .edits: return .edits
        case .leave: return .leaving
        case .pasted: return .pasting
        case nil: break
        }
        if prompting.edit != nil { return .editing }
        return pageContext
    }

    /// Under the popups.
    package var pageContext: Context {
        if page == .prompts, promptTable.side == .classNames { return .classNames }
        return focus == .prompts && page.content.showsPrompts ? .prompts : page.content.context
    }

    mutating func press(_ key: Key) -> [Work] {
        if let action = Action.action(for: key, in: context) { return attempt(action) }
        guard context.takesText else { return [] }
        if let command = LineEditor.command(for: key) {
            change { $0.perform(command) }
        } else if case .char(let character) = key {
            type(String(character))
        }
        return []
    }

    /// Performs an action, or says why not.
    mutating func attempt(_ action: Action) -> [Work] {
        if let reason = action.unavailable(self) {
            message = Message(text: "\(action.title): \(reason)", role: .warning)
            return []
        }
        return perform(action.name)
    }

    mutating func perform(_ action: Action.Name) -> [Work] {
        if action.isAboutImages, page != .images { show(.images) }
        switch action {
        case .up: move(by: -1)
        case .down: move(by: 1)
        case .pageUp: move(by: -pageHeight)
        case .pageDown: move(by: pageHeight)
        case .first: move(by: -Int(Int32.max))
        case .last: move(by: Int(Int32.max))
        case .switchPane:
            if page == .prompts { switchSide() } else { focus = focus == .page ? .prompts : .page }
        case .page(let page): show(page)
        case .back: backOut()
        case .quit:
            guard losses.isEmpty else {
                popup = .leave
                break
            }
            return [.quit]
        case .leave: return [.quit]
        case .pasteOneLine: if case .pasted(let lines) = popup { pasteOneLine(lines) }
        case .help: popup = .help(HelpSearch(context: context))
        case .palette: popup = .palette(ListChooser())
        case .theme: nextTheme()
        case .repaint: return [.repaint]
        case .nextWrong: selectWrong(step: 1)
        case .previousWrong: selectWrong(step: -1)
        case .filterText: openFilter()
        case .onlyWrong: filter(verdict: .wrong)
        case .onlyRight: filter(verdict: .right)
        case .onlyFlipped: filterFlipped()
        case .classChooser: popup = .classChooser(ListChooser(), browse.filter.predicted == nil ? .truth : .predicted)
        case .clearFilters: clearFilters()
        case .sort: openOrders()
        case .browse(let command): return perform(command)
        case .labelling: nextLabelling()
        case .zoom: popup = popup == .zoom ? nil : .zoom
        case .pictureStyle: nextPictureStyle()
        case .grid(let command): perform(command)
        case .edit: beginEdit()
        case .add: addTemplate()
        case .delete: deleteTemplate()
        case .duplicate: duplicateTemplate()
        case .toggle: toggleChosen()
        case .allOn: switchTemplates("all on") { _ in true }
        case .allOff: switchTemplates("all off") { _ in false }
        case .invert: switchTemplates("invert") { !$0 }
        case .undo: undo()
        case .redo: redo()
        case .promptSets: openPromptSets()
        case .versions: return listVersions()
        case .models: return openModels()
        case .save: openSaving()
        case .keep: keepEdit()
        case .takeBack: takeEditBack()
        case .insertPlaceholder: type("{label}")
        case .accept: return accept()
        case .cancel: return cancel()
        case .otherClassRole: switchClassRole()
        case .append: choosePromptSet(appending: true)
        case .openFile: openFile(for: context == .references ? .reference : .prompts)
        case .completePath: return completePath()
        case .split(let command): perform(command)
        case .edits: openEdits()
        case .classTable(let command): perform(command)
        case .promptTable(let command): return perform(command)
        case .confusion(let command): perform(command)
        case .comparison(let command): return perform(command)
        case .calibration(let command): perform(command)
        }
        return []
    }

    private var pageHeight: Int {
        switch context {
        case .prompts: max(1, layout.prompts.height - 1)
        case page.content.context, .classNames, .zoom: max(1, page.content.height(self) - 1)
        default: max(1, chooserHeight - 1)
        }
    }

    private mutating func move(by step: Int) {
        switch popup {
        case .help: scrollHelp(by: step)
        case .palette, .classChooser, .promptSets, .references, .models, .edits, .trial, .orders:
            changeChooser { chooser, count, height in
                chooser.move(to: chooser.cursor + step, count: count, height: height)
            }
        case .save, .file, .filter, .range, .search, .note, .templateFilter, .leave, .pasted: break
        case .zoom, nil:
            if focus == .page || popup == .zoom {
                page.content.move(by: step, &self)
            } else {
                selectTemplate(prompting.cursor + step)
            }
        }
    }

    private mutating func nextTheme() {
        guard let index = themes.firstIndex(of: theme) else { return }
        theme = themes[(index + 1) % themes.count]
        message = Message(text: "theme \(theme)", role: .quiet)
    }
}
