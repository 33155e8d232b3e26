/// All keys in sections, from the table of actions: for the help popup, docs/keys.md and the manual page.
package enum HelpSections {
    package struct Section: Sendable {
        package let title: String
        let contexts: Set<Context>
        package var lines: [Line]
    }

    package struct Line: Sendable {
        package let keys: String
        package let help: String
        /// Nil for the keys of a text field, and for the mouse.
        let action: Action?

        init(_ action: Action) {
            (keys, help, self.action) = (HelpSections.names(action.keys), action.help, action)
        }

        init(keys: String, help: String) {
            (self.keys, self.help, action) = (keys, help, nil)
        }
    }

    package static let all: [Section] = {
        let pages = Context.pages
        var sections = [
            section("On every page", pages) { pages.isSubset(of: $0) },
            section("Images and prompts", Action.panes) { Action.panes.isSubset(of: $0) && !pages.isSubset(of: $0) },
        ]
        for context in Context.allCases {
            sections.append(
                section(context.rawValue, [context]) { $0.contains(context) && !Action.panes.isSubset(of: $0) })
        }
        return (sections + [typing, mouse]).filter { !$0.lines.isEmpty }
    }()

    private static let typing = Section(
        title: "In every text field", contexts: Set(Context.allCases.filter(\.takesText)),
        lines: LineEditor.bindings.map { Line(keys: names($0.keys), help: sentence($0.title)) })

    private static let mouse = Section(
        title: "Mouse", contexts: [],
        lines: [
            Line(keys: "Click", help: "Select a row, toggle a switch, show a page, press a key of the last line"),
            Line(keys: "Click again", help: "Edit the selected template at that place"),
            Line(keys: "Double click", help: "Open the image, or the images of the class"),
            Line(keys: "Drag", help: "Move the rule between two panes"),
            Line(keys: "Wheel", help: "Scroll the list under the pointer"),
        ])

    /// The words and marks of the screens, for people who are new to them.
    static let words = Section(
        title: "What am I looking at?", contexts: [],
        lines: [
            Line(
                keys: "zero-shot",
                help:
                    "The model was not trained on these classes. It compares each image with a sentence for each class and "
                    + "takes the nearest"),
            Line(keys: "template  ● ○", help: "Such a sentence, on or off; {label} stands for the name of the class"),
            Line(keys: "ensemble", help: "Several templates: the mean of their embeddings stands for the class"),
            Line(
                keys: "top-1  top-5",
                help:
                    "Share of the images whose true class is the most probable, or one of the five most probable. Chance is "
                    + "one or five out of the number of classes"),
            Line(
                keys: "class mean", help: "Mean of every class's own top-1: small classes count as much as large ones"),
            Line(keys: "✓ ✗  ◀", help: "Classified right, or wrong; the true class among the probabilities"),
            Line(
                keys: "▲ ▼  flipped", help: "Change since the last edit, and the images that it turned right or wrong"),
            Line(keys: "margin", help: "Probability of the true class less that of the best other class, in points"),
            Line(keys: "loss", help: "−ln of the probability of the true class: 0 where it is sure and right"),
            Line(keys: "entropy", help: "How undecided the probabilities are: 0 where one class has all"),
            Line(
                keys: "ECE",
                help: "Expected calibration error: how far the probabilities are from the share that is right"),
            Line(
                keys: "export",
                help: "clipscope eval --json or --csv, clipscope report --out page.html; Y copies, S saves the prompts"),
        ])

    /// The words first, then those of the context, then those that it shares with others.
    static func sections(at context: Context, matching text: String) -> [Section] {
        let ranked = ([words] + all).enumerated().sorted { a, b in
            (rank(a.element, context), a.offset) < (rank(b.element, context), b.offset)
        }
        let words = text.lowercased().split(separator: " ")
        return ranked.compactMap { _, section in
            var section = section
            section.lines = section.lines.filter { line in
                let text = "\(line.keys) \(line.action?.title ?? "") \(line.help) \(section.title)".lowercased()
                return words.allSatisfy { text.contains($0) }
            }
            return section.lines.isEmpty ? nil : section
        }
    }

    private static func rank(_ section: Section, _ context: Context) -> Int {
        section.title == words.title
            ? -1 : section.contexts == [context] ? 0 : section.contexts.contains(context) ? 1 : 2
    }

    private static func section(
        _ title: String, _ contexts: Set<Context>, _ belongs: (Set<Context>) -> Bool
    ) -> Section {
        Section(title: title, contexts: contexts, lines: Action.all.filter { belongs($0.contexts) }.map(Line.init))
    }

    private static func names(_ keys: [Key]) -> String { keys.map(\.name).joined(separator: " ") }

    private static func sentence(_ title: String) -> String { title.prefix(1).uppercased() + title.dropFirst() }
}

extension HelpSections {
    /// docs/keys.md.
    package static var page: String {
        var page = """
            # Keys of the explorer

            Printed from the keys in Sources/TUI (State/Action+Table.swift, Pages, Popups) by a test with CLIPSCOPE_RECORD=1.
            `?` shows the same in the explorer, those of the place where you are first, and finds keys as you type; `:`
            finds a command by its name; and the last line of the screen shows what works where you are.

            """
        for section in all {
            page += "\n## \(section.title)\n\n| keys | |\n|---|---|\n"
            for line in section.lines {
                let keys = line.keys.split(separator: " ").map { $0 == "`" ? "`` ` ``" : "`\($0)`" }.joined(
                    separator: " ")
                page += "| \(keys) | \(line.help) |\n"
            }
        }
        return page
    }
}
