import Foundation

/// Prompt sets as files. TOML:
///
///     name = "pets"
///     templates = ["a photo of a {label}.", "a blurry photo of a {label}."]
///     off = ["a blurry photo of a {label}."]
///     hidden = ["lynx"]
///     added = ["none of these"]
///     [labels]
///     "tabby" = ["tabby cat", "striped cat"]
///     [chosen_on]
///     datasets = ["photos"]
///     images = "AAECAw=="
///
/// (an empty [labels] says that every class goes by its label, whatever the dataset calls it)
/// or plain text: one template a line; empty lines and lines that begin with # and have no placeholder do
/// not count; or JSON.
extension PromptSet {
    /// Reads TOML where the file's name ends in .toml; any other file is known by how it begins, JSON or a template a line.
    /// - Parameter mayLackPlaceholders: takes what is wrong with single templates and names as it is, to be looked at.
    /// - Throws: `PromptSetError`, `TOMLFile.Failure`
    package init(contentsOf file: URL, mayLackPlaceholders: Bool = false) throws {
        if file.pathExtension.lowercased() == "toml" {
            try self.init(toml: TOMLFile(contentsOf: file), mayLackPlaceholders: mayLackPlaceholders)
            return
        }
        let text = try TOMLFile.text(of: file)
        if Self.isJSON(text, in: file) {
            try self.init(json: text, in: file, mayLackPlaceholders: mayLackPlaceholders)
        } else {
            try self.init(plainText: text, file: file, mayLackPlaceholders: mayLackPlaceholders)
        }
    }

    /// Reads TOML that this program wrote, into something else than a file of its own. A set under work may hold what a
    /// file that people wrote may not: a template without a placeholder.
    /// - Parameter file: what the text was read from.
    /// - Throws: `PromptSetError`, `TOMLFile.Failure`
    package init(stored toml: String, in file: URL) throws {
        try self.init(toml: TOMLFile(toml, in: file), mayLackPlaceholders: true)
    }

    private init(toml: TOMLFile, mayLackPlaceholders: Bool = false) throws {
        try toml.check(spellingOf: ["name", "templates", "off", "hidden", "added", "labels"])
        let off = try toml.strings("off") ?? []
        guard let templates = try toml.strings("templates") ?? (off.isEmpty ? nil : []) else {
            throw PromptSetError.noTemplates(toml.file)
        }
        // A template that stands twice and is off once is off the last time.
        var offCounts = Dictionary(off.map { ($0, 1) }, uniquingKeysWith: +)
        var entries: [Entry] = []
        for text in templates.reversed() {
            let isOff = offCounts[text, default: 0] > 0
            if isOff { offCounts[text]! -= 1 }
            entries.append(Entry(PromptTemplate(text), isOn: !isOff))
        }
        let listed = Set(templates)
        entries =
            entries.reversed() + off.filter { !listed.contains($0) }.map { Entry(PromptTemplate($0), isOn: false) }
        if !mayLackPlaceholders, let bad = entries.first(where: { !$0.template.hasPlaceholder })?.template.text {
            throw PromptSetError.withoutPlaceholder(bad, file: toml.file, line: toml.text.line(of: bad))
        }
        let classNames = try toml.stringsTable("labels")
        for (label, names) in classNames.sorted(by: { $0.key < $1.key }) where !mayLackPlaceholders {
            guard !names.isEmpty, names.allSatisfy({ !$0.allSatisfy(\.isWhitespace) }) else {
                throw PromptSetError.noNames(label: label, file: toml.file)
            }
        }
        let (hidden, added) = (try toml.strings("hidden") ?? [], try toml.strings("added") ?? [])
        if !mayLackPlaceholders, (hidden + added).contains(where: { $0.allSatisfy(\.isWhitespace) }) {
            throw PromptSetError.namelessClass(toml.file)
        }
        self.init(
            name: try toml.string("name") ?? toml.file.deletingPathExtension().lastPathComponent,
            entries: entries, classNames: classNames, hidden: Set(hidden), added: added,
            chosenOn: try Self.chosenOn(toml))
        keepsLabels = classNames.isEmpty && toml.keys.contains("labels")
    }

    private static func chosenOn(_ toml: TOMLFile) throws -> ChosenOn? {
        let values = try toml.stringsTable("chosen_on")
        guard !values.isEmpty else { return nil }
        guard let datasets = values["datasets"], let images = values["images"], images.count == 1 else {
            throw PromptSetError.chosenOn(toml.file, reason: "expected datasets = [...] and images = \"...\"")
        }
        do {
            return try ChosenOn(datasets: datasets, encodedImages: images[0])
        } catch ChosenOn.Failure.malformed(let reason) {
            throw PromptSetError.chosenOn(toml.file, reason: reason)
        }
    }

    private init(plainText text: String, file: URL, mayLackPlaceholders: Bool) throws {
        var templates: [PromptTemplate] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let template = PromptTemplate(line.trimmingCharacters(in: .whitespacesAndNewlines))
            guard !template.text.isEmpty else { continue }
            if let reason = template.text.foreignLine {
                throw PromptSetError.foreignLine(template.text, file: file, line: index + 1, reason: reason)
            }
            guard template.hasPlaceholder else {
                if template.text.hasPrefix("#") { continue }
                if mayLackPlaceholders {
                    templates.append(template)
                    continue
                }
                throw PromptSetError.withoutPlaceholder(template.text, file: file, line: index + 1)
            }
            templates.append(template)
        }
        guard !templates.isEmpty else { throw PromptSetError.noTemplates(file) }
        self.init(name: file.deletingPathExtension().lastPathComponent, entries: templates.map { Entry($0) })
    }

    /// Writes TOML, or plain text where the file's name does not end in .toml, atomically.
    /// Plain text holds the templates that are on and nothing else.
    /// - Throws: `AtomicWrite.Failure`
    package func write(to file: URL) throws {
        let isTOML = file.pathExtension.lowercased() == "toml"
        try AtomicWrite.write(isTOML ? toml : active.map { $0.text + "\n" }.joined(), to: file)
    }

    /// What of the set a file that is no TOML would not hold; nil where nothing is lost.
    package func lostInPlainText(_ file: URL) -> String? {
        guard file.pathExtension.lowercased() != "toml" else { return nil }
        let lost = [
            entries.contains { !$0.isOn } ? "templates that are off" : nil,
            classNames.isEmpty ? nil : "class names",
            hidden.isEmpty ? nil : "hidden classes",
            added.isEmpty ? nil : "added classes",
            chosenOn == nil ? nil : "the images that the set was chosen on",
        ].compactMap { $0 }
        guard !lost.isEmpty else { return nil }
        return
            "plain text does not keep \(lost.joined(separator: ", ")); a name in .toml does"
    }

    /// The set as a TOML document that reads back equal.
    package var toml: String {
        var text = "name = \(name.tomlQuoted)\n"
        text += "templates = \(Self.list(entries.map(\.template.text)))\n"
        let off = entries.filter { !$0.isOn }.map(\.template.text)
        if !off.isEmpty { text += "off = \(Self.list(off))\n" }
        if !hidden.isEmpty { text += "hidden = \(Self.list(hidden.sorted()))\n" }
        if !added.isEmpty { text += "added = \(Self.list(added))\n" }
        if !classNames.isEmpty || keepsLabels { text += "\n[labels]\n" }
        for (label, names) in classNames.sorted(by: { $0.key < $1.key }) {
            text += "\(label.tomlQuoted) = [\(names.map(\.tomlQuoted).joined(separator: ", "))]\n"
        }
        guard let chosenOn else { return text }
        text += "\n[chosen_on]\ndatasets = [\(chosenOn.datasets.map(\.tomlQuoted).joined(separator: ", "))]\n"
        text += "images = \(chosenOn.encodedImages.tomlQuoted)\n"
        return text
    }

    /// Whether a set was chosen on images, told from the document that `toml` gives.
    static func isChosen(toml: String) -> Bool { toml.contains("\n[chosen_on]\n") }

    private static func list(_ strings: [String]) -> String {
        strings.isEmpty ? "[]" : "[\n" + strings.map { "    \($0.tomlQuoted),\n" }.joined() + "]"
    }
}

extension String {
    /// A TOML basic string.
    fileprivate var tomlQuoted: String {
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.isUnprintable:
                let (digits, length) = (String(scalar.value, radix: 16), scalar.value > 0xFFFF ? 8 : 4)
                quoted += (length == 4 ? "\\u" : "\\U") + String(repeating: "0", count: length - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// What a line is instead of a template; nil for a template.
    fileprivate var foreignLine: String? {
        if wholeMatch(of: /(templates|off|hidden|added|name)\s*=.*/) != nil {
            return "is TOML, which is read from a file whose name ends in .toml"
        }
        if wholeMatch(of: /(lambda\b.*|[fr]?'.*',|[fr]?".*",)/) != nil {
            return "is a line of a program, expected a template without quotes and comma"
        }
        return nil
    }

    /// The 1-based line on which a string stands as it is, if it does.
    fileprivate func line(of string: String) -> Int? {
        guard let range = range(of: "\"\(string)\"") ?? range(of: "'\(string)'") else { return nil }
        return self[..<range.lowerBound].count { $0.isNewline } + 1
    }
}
