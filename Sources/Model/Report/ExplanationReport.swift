import Foundation

/// Why an image is classified as it is, for people (`text`) and programs: encoded, its keys are those of docs/formats.md.
package struct ExplanationReport: Sendable, Encodable {
    package struct Class: Sendable, Encodable {
        package let label: String
        package let probability: Float

        package init(label: String, probability: Float) { (self.label, self.probability) = (label, probability) }
    }

    /// What hiding a part of the picture takes from a class.
    package struct Map: Sendable, Encodable {
        package let label: String
        /// Row by row: probability with the whole picture less that with the cell hidden.
        package let change: [[Float]]

        package init(label: String, _ map: OcclusionMap) {
            self.label = label
            change = (0..<map.side).map { row in (0..<map.side).map { map[row, $0] } }
        }
    }

    package struct Word: Sendable, Encodable {
        package let word: String
        /// Of the class that it was tried for.
        package let label: String
        /// One of both.
        package let template: String?
        package let name: String?
        /// Probability with the word less that without it.
        package let change: Float

        package init(_ effect: WordEffect, label: String) {
            (word, self.label, change) = (effect.word, label, effect.change)
            switch effect.place {
            case .template(let text): (template, name) = (text, nil)
            case .name(let text): (template, name) = (nil, text)
            }
        }
    }

    /// What a template says by itself.
    package struct Vote: Sendable, Encodable {
        package let template: String
        package let predicted: String
        package let probability: Float

        package init(_ vote: TemplateVote, predicted: String) {
            (template, self.predicted, probability) = (vote.template, predicted, vote.probability)
        }
    }

    package struct Neighbour: Sendable, Encodable {
        package let file: String
        package let label: String?
        /// Cosine.
        package let similarity: Float

        package init(file: String, label: String?, similarity: Float) {
            (self.file, self.label, self.similarity) = (file, label, similarity)
        }
    }

    package let image: String
    package let model: String
    package let prompts: String
    /// The true class, where it is known.
    package let label: String?
    /// The likeliest first.
    package let classes: [Class]
    /// Of the predicted class, and of the true one where that is another.
    package let maps: [Map]
    /// By class, those that change most first; nil where there are too many templates to try.
    package let words: [Word]?
    /// In the order of the set.
    package let votes: [Vote]
    /// Nil without a dataset.
    package let neighbours: [Neighbour]?

    package init(
        image: String, model: String, prompts: String, label: String?, classes: [Class], maps: [Map], words: [Word]?,
        votes: [Vote], neighbours: [Neighbour]?
    ) {
        (self.image, self.model, self.prompts, self.label) = (image, model, prompts, label)
        (self.classes, self.maps, self.words, self.votes) = (classes, maps, words, votes)
        self.neighbours = neighbours
    }
}

extension ExplanationReport {
    /// Rows of the tables.
    private static let shown = 8

    /// The classes, where the model looks, which words matter, what the templates vote for, and the nearest images.
    package func text(_ style: TextStyle) -> String {
        var facts = [("image", image), ("model", model), ("prompts", prompts)]
        if let label { facts.append(("label", label)) }
        var blocks = [ReportText.header(facts, style), classTable(style)]
        blocks += maps.map { drawing($0, style) }
        blocks.append(wordTable(style))
        if votes.count > 1 { blocks.append(voteTable(style)) }
        if let neighbours, !neighbours.isEmpty { blocks.append(neighbourTable(neighbours, style)) }
        return blocks.joined(separator: "\n")
    }

    private func classTable(_ style: TextStyle) -> String {
        var table = TextTable([], [.left, .right, .left])
        for entry in classes.prefix(Self.shown) {
            table.add([
                (entry.label == label ? "* " : "  ") + entry.label, String(format: "%.1f %%", 100 * entry.probability),
                style.bar(Double(entry.probability), width: 20),
            ])
        }
        return table.text(style)
    }

    /// The map in shades: the darker, the more of the class's probability rests on that part of the picture.
    private func drawing(_ map: Map, _ style: TextStyle) -> String {
        let most = map.change.joined().max() ?? 0
        let shades = style.isUnicode ? ["··", "░░", "▒▒", "▓▓", "██"] : ["..", "--", "++", "**", "##"]
        guard most > 0 else { return "\(map.label): no part of the picture speaks for it by itself\n" }
        let title = String(
            format: "where it sees \(map.label): up to %.1f points are gone with a part hidden", 100 * most)
        let rows = map.change.map { row in
            row.map { shades[max(0, min(4, Int(($0 / most * 4).rounded())))] }.joined()
        }
        return ReportText.wrapped(title, style) + rows.map { "  " + $0 + "\n" }.joined()
    }

    private func wordTable(_ style: TextStyle) -> String {
        guard let words else {
            return ReportText.wrapped(
                "Words are left out one at a time for at most \(WordEffect.mostTemplates) templates; \(prompts) has"
                    + " \(votes.count).", style)
        }
        var table = TextTable(["word", "in", "for", "points"], [.left, .left, .left, .right])
        for word in words.sorted(by: { abs($0.change) > abs($1.change) }).prefix(Self.shown) {
            table.add([
                word.word, word.template ?? word.name ?? "", word.label, ReportText.points(Double(word.change)),
            ])
        }
        return table.text(style)
    }

    private func voteTable(_ style: TextStyle) -> String {
        let votes = Dictionary(grouping: votes, by: \.predicted).sorted {
            ($0.value.count, $1.key) > ($1.value.count, $0.key)
        }
        var table = TextTable(["templates", "vote for", "such as"], [.right, .left, .left])
        for (label, own) in votes.prefix(Self.shown) {
            let surest = own.max { $0.probability < $1.probability }
            table.add(["\(own.count)", label, surest?.template ?? ""])
        }
        return table.text(style)
    }

    private func neighbourTable(_ neighbours: [Neighbour], _ style: TextStyle) -> String {
        var table = TextTable(["cosine", "label", "nearest images"], [.right, .left, .left])
        for image in neighbours {
            table.add([String(format: "%.3f", image.similarity), image.label ?? "-", image.file])
        }
        return table.text(style)
    }
}
