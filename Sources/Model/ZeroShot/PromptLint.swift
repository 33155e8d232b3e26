import Foundation

/// Looks through a prompt set for what is probably not meant.
package struct PromptLint: Sendable {
    /// Templates in the order of the set, then classes.
    package let findings: [PromptFinding]

    /// - Parameters:
    ///   - set: all its templates count, on or off.
    ///   - labels: the classes of the dataset that it is for; without any, templates alone are looked at. What is hidden
    ///     does not count, what is added does.
    ///   - others: classes that it may hide although they are not among these: of the dataset's other labels.
    ///   - isCancelled: asked between templates.
    /// - Throws: `CancellationError`
    package init(
        _ set: PromptSet, labels: [String], others: [String] = [], tokenizer: Tokenizer,
        isCancelled: () -> Bool = { false }
    ) throws {
        let classes = ClassChoice(labels, set).names.map { (label: $0, names: set.names(of: $0)) }
        let templates = set.entries.map(\.template)
        let prompts = try Prompts(templates, classes, tokenizer, isCancelled)
        findings =
            templates.indices.flatMap { Self.findings(of: $0, in: templates) + prompts.cut(template: $0) }
            + Self.findings(ofClasses: set, labels, others) + prompts.same + classes.flatMap(Self.emptyNames)
            + SimilarNames(classes).findings
            + Self.characters(templates.map(\.text) + classes.flatMap(\.names), tokenizer)
    }

    package var errors: Int { findings.count { $0.severity == .error } }
    package var warnings: Int { findings.count - errors }

    private static func findings(of index: Int, in templates: [PromptTemplate]) -> [PromptFinding] {
        var found: [PromptFinding] = []
        let count = templates[index].placeholders
        if count == 0 { found.append(.noPlaceholder(template: index)) }
        if count > 1 { found.append(.severalPlaceholders(template: index, count: count)) }
        // Whatever notation the placeholder is in.
        let first = templates.firstIndex { $0.prompt(for: "{label}") == templates[index].prompt(for: "{label}") }
        if let first, first < index { found.append(.repeatedTemplate(template: index, first: first)) }
        return found
    }

    /// Classes that are named or hidden and not there, or added and there already.
    private static func findings(ofClasses set: PromptSet, _ labels: [String], _ others: [String]) -> [PromptFinding] {
        guard !labels.isEmpty else { return [] }
        let known = labels + others + set.added
        let unknown = set.hidden.sorted().filter { !known.contains($0) }.map {
            PromptFinding.unknownHidden(label: $0, nearest: Spelling.nearest(to: $0, among: known))
        }
        let there = Set(known)
        let misnamed = set.classNames.keys.filter { !set.hasSentences && !there.contains($0) }.sorted().map {
            PromptFinding.unknownLabel(label: $0, nearest: Spelling.nearest(to: $0, among: known))
        }
        var seen = Set(labels)
        let repeated = set.added.filter { !seen.insert($0).inserted }
        return misnamed + unknown + repeated.map { .repeatedClass(label: $0) }
    }

    private static func emptyNames(of label: String, _ names: [String]) -> [PromptFinding] {
        let isEmpty = names.isEmpty || names.contains { $0.allSatisfy(\.isWhitespace) }
        return isEmpty ? [.emptyName(label: label)] : []
    }

    private static func characters(_ texts: [String], _ tokenizer: Tokenizer) -> [PromptFinding] {
        texts.filter { !$0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } }.flatMap { text in
            var found: [PromptFinding] = []
            let invisible = text.unicodeScalars.filter { $0.isInvisible }
            if !invisible.isEmpty { found.append(.invisibleCharacters(listed(invisible), prompt: text)) }
            let unknown = tokenizer.charactersCutIntoBytes(in: text).filter { !$0.isInvisible }
            if !unknown.isEmpty { found.append(.unknownCharacters(listed(unknown), prompt: text)) }
            return found
        }
    }

    /// "é (U+00E9), U+200B"
    private static func listed(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        scalars.map { scalar in
            let code = "U+" + String(format: "%04X", scalar.value)
            return scalar.isInvisible || scalar.properties.isGraphemeExtend ? code : "\(scalar) (\(code))"
        }.joined(separator: ", ")
    }
}

extension Unicode.Scalar {
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: self == "\u{FFFD}"
        }
    }
}

/// All prompts by their tokens.
private struct Prompts {
    /// Prompts that are cut, by template.
    private var cutPrompts: [[String]]
    private let contextLength: Int
    /// Classes that have a prompt in common.
    private(set) var same: [PromptFinding] = []

    init(
        _ templates: [PromptTemplate], _ classes: [(label: String, names: [String])], _ tokenizer: Tokenizer,
        _ isCancelled: () -> Bool
    ) throws {
        contextLength = tokenizer.contextLength
        cutPrompts = Array(repeating: [], count: templates.count)
        var groups: [[Int]: (prompt: String, templates: Int)] = [:]
        for (index, template) in templates.enumerated() {
            if isCancelled() { throw CancellationError() }
            if classes.isEmpty {
                if tokenizer.encode(template.text).isTruncated { cutPrompts[index].append(template.text) }
                continue
            }
            var owners: [[Int]: (prompt: String, classes: [Int])] = [:]
            for (place, entry) in classes.enumerated() {
                for name in entry.names {
                    let prompt = template.prompt(for: name)
                    let encoding = tokenizer.encode(prompt)
                    if encoding.isTruncated { cutPrompts[index].append(prompt) }
                    var owner = owners[encoding.ids] ?? (prompt, [])
                    if owner.classes.last != place { owner.classes.append(place) }
                    owners[encoding.ids] = owner
                }
            }
            guard template.hasPlaceholder else { continue }
            for owner in owners.values where owner.classes.count > 1 {
                groups[owner.classes, default: (owner.prompt, 0)].templates += 1
            }
        }
        same = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { group in
            .samePrompt(
                labels: group.key.map { classes[$0].label }, prompt: group.value.prompt,
                templates: group.value.templates)
        }
    }

    func cut(template: Int) -> [PromptFinding] {
        guard let first = cutPrompts[template].first else { return [] }
        let count = cutPrompts[template].count
        return [.cut(template: template, prompt: first, prompts: count, contextLength: contextLength)]
    }
}
