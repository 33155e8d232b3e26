/// Where keys go.
package enum Context: String, CaseIterable, Sendable {
    case images = "Images"
    case prompts = "Prompts"
    case editing = "Editing a template"
    case filter = "Filter by text"
    case range = "Filter by probability"
    case search = "Search by text"
    case orders = "Choosing an order"
    case note = "Note on an image"
    case classTable = "Classes"
    case promptTable = "Prompts page"
    case classNames = "Class names"
    case trial = "Choosing templates"
    case templateFilter = "Filter templates"
    case confusion = "Confusion"
    case comparison = "Compare"
    case calibration = "Calibration"
    case references = "Choosing A"
    case file = "Opening a file"
    case classChooser = "Class chooser"
    case promptSets = "Prompt set chooser"
    case models = "Model chooser"
    case palette = "Command palette"
    case save = "Saving"
    case edits = "Edits of the session"
    case zoom = "Large picture"
    case leaving = "Leaving"
    case pasting = "Pasting lines"
    case help = "Help"

    /// Characters are typed into a field here.
    package var takesText: Bool {
        switch self {
        case .editing, .filter, .range, .search, .note, .templateFilter, .classChooser, .palette, .save, .file, .help:
            true
        case .images, .prompts, .classTable, .promptTable, .classNames, .trial, .confusion, .comparison, .calibration,
            .references, .promptSets, .orders, .models, .edits, .zoom, .leaving, .pasting:
            false
        }
    }
}

/// One thing the user can do. Hints, help, the palette and docs/keys.md are printed from `Action.all`.
package struct Action: Sendable {
    package enum Name: Hashable, Sendable {
        case up, down, pageUp, pageDown, first, last, switchPane, page(Page), back
        case quit, help, palette, theme, repaint
        case nextWrong, previousWrong, filterText, onlyWrong, onlyRight, onlyFlipped, classChooser, clearFilters, sort
        case labelling, zoom, pictureStyle
        case browse(Browse.Command), grid(ThumbnailGrid.Command)
        case edit, add, delete, duplicate, toggle, allOn, allOff, invert, undo, redo, promptSets, versions, models, save
        case keep, takeBack, insertPlaceholder
        case split(Splits.Command), edits, leave, pasteOneLine
        case accept, cancel, otherClassRole, append, openFile, completePath
        case classTable(ClassTable.Command)
        case promptTable(PromptTable.Command)
        case confusion(ConfusionMap.Command)
        case comparison(SetComparison.Command)
        case calibration(Calibration.Command)
    }

    package let name: Name
    package var id: String { name.id }
    package let keys: [Key]
    /// Two or three words, for the line at the bottom.
    package let title: String
    /// A sentence, for help.
    package let help: String
    package let contexts: Set<Context>
    /// Place in the line at the bottom, lowest first; nil keeps it out.
    package let hint: Int?
    /// Why it cannot be done now; nil when it can.
    package let unavailable: @Sendable (State) -> String?

    init(
        _ name: Name, _ keys: [Key], _ title: String, _ help: String, in contexts: Set<Context>, hint: Int? = nil,
        unavailable: @escaping @Sendable (State) -> String? = { _ in nil }
    ) {
        self.name = name
        self.keys = keys
        self.title = title
        self.help = help
        self.contexts = contexts
        self.hint = hint
        self.unavailable = unavailable
    }

    package static func action(for key: Key, in context: Context) -> Action? {
        all.first { $0.contexts.contains(context) && $0.keys.contains(key) }
    }

    /// What the line at the bottom shows, most useful first.
    package static func hints(in context: Context) -> [Action] {
        all.filter { $0.hint != nil && $0.contexts.contains(context) }.sorted { $0.hint! < $1.hint! }
    }

    /// What the palette lists: what works there, then what works on the images and on the prompts.
    package static func commands(in context: Context) -> [Action] {
        let own = all.filter { $0.contexts.contains(context) }
        return (own + all.filter { !$0.contexts.isDisjoint(with: panes) }).filter { !moves.contains($0.name) }
    }

    static let panes: Set<Context> = [.images, .prompts]
    private static let moves: Set<Name> = [
        .up, .down, .pageUp, .pageDown, .first, .last, .palette, .back, .grid(.previous), .grid(.next),
        .classTable(.previousColumn), .promptTable(.previousColumn), .comparison(.left), .comparison(.right),
        .confusion(.left), .confusion(.right), .confusion(.pageLeft), .confusion(.pageRight),
    ]
}

extension Action.Name {
    /// "nextWrong", "page.classes", "classes.open": stays what it is when keys and titles change.
    package var id: String {
        switch self {
        case .page(let page): "page.\(page.content.title)"
        case .split(let command): "split.\(command.rawValue)"
        case .browse(let command): "images.\(command.rawValue)"
        case .confusion(let command): "confusion.\(command.rawValue)"
        case .comparison(let command): "compare.\(command.rawValue)"
        case .grid(let command): "grid.\(command.rawValue)"
        case .calibration(let command): "calibration.\(command.rawValue)"
        case .classTable(let command): "classes.\(command.rawValue)"
        case .promptTable(let command): "prompts.\(command.rawValue)"
        default: "\(self)"
        }
    }

    /// It is about the list of images, and leads to their page.
    var isAboutImages: Bool {
        switch self {
        case .nextWrong, .previousWrong, .filterText, .onlyWrong, .onlyRight, .onlyFlipped, .clearFilters, .sort, .zoom,
            .browse, .grid:
            true
        default: false
        }
    }
}
