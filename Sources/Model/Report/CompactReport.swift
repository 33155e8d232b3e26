/// What a projection was fitted to, for people (`text`) and programs: encoded, its keys are those of docs/formats.md.
package struct CompactReport: Sendable, Encodable {
    package let file: String
    package let model: String
    package let method: CompactProjection.Method
    package let dimensions: Int
    package let from: Int
    package let sources: [CompactProjection.Source]
    package let classHalf: Int?
    package let seed: UInt64
    package let notes: [String]

    package init(
        _ projection: CompactProjection, file: String, asked: Int, classHalf: Int?, seed: UInt64
    ) {
        (self.file, model, method) = (file, projection.model, projection.method)
        (dimensions, from, sources) = (projection.dimensions, projection.matrix.columns, projection.sources)
        (self.classHalf, self.seed) = (classHalf, seed)
        notes =
            projection.dimensions < asked
            ? [
                "LDA gives one dimension fewer than there are classes: \(projection.dimensions), where \(asked) were asked"
                    + " for."
            ] : []
    }

    /// For people.
    package func text(_ style: TextStyle) -> String {
        var facts = [
            ("file", file), ("model", model), ("method", "\(method.rawValue), \(from) to \(dimensions) dimensions"),
        ]
        facts += sources.map {
            ("fitted to", "\(ReportText.count($0.images, "image")) of \($0.dataset), \($0.classes) classes")
        }
        if let classHalf { facts.append(("classes", "half \(classHalf) of them, seed \(seed)")) }
        return [ReportText.header(facts, style), ReportText.notes(notes, style)].filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}
