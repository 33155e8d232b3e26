import Foundation

/// How well images of a class are found, for people (`text`) and programs: encoded, its keys are those of docs/formats.md.
package struct RetrievalReport: Sendable, Encodable {
    package struct Estimate: Sendable, Encodable {
        package let value: Double
        /// From and to, at 95 %; nil where the queries are of one class.
        package let interval: [Double]?

        fileprivate init(_ estimate: Retrieval.Estimate) {
            value = estimate.value
            interval = estimate.interval.map { [$0.lowerBound, $0.upperBound] }
        }
    }

    package struct Recall: Sendable, Encodable {
        package let depth: Int
        package let share: Estimate
    }

    package let model: String
    package let queries: String
    /// Nil where each query looks among the others.
    package let index: String?
    package let projection: String?
    package let dimensions: Int
    package let queryImages: Int
    package let indexImages: Int
    /// Classes of the queries that count.
    package let classes: Int
    package let classHalf: Int?
    package let withoutRelevant: Int
    package let precisionAt5: Estimate
    package let recall: [Recall]
    package let meanAveragePrecision: Estimate
    package let seed: UInt64
    package let notes: [String]

    private enum CodingKeys: String, CodingKey {
        case model, queries, index, projection, dimensions, queryImages, indexImages, classes, classHalf
        case withoutRelevant, recall, meanAveragePrecision, seed, notes
        // The way from camelCase would write precision_at5.
        case precisionAt5 = "precision_at_5"
    }

    package init(
        _ retrieval: Retrieval, queries: LabelledRows, index: LabelledRows?, names: (queries: String, index: String?),
        model: String, projection: CompactProjection?, classHalf: Int?, seed: UInt64, notes: [String]
    ) {
        (self.model, self.queries, self.index) = (model, names.queries, names.index)
        (self.projection, self.seed, self.classHalf) = (projection?.words, seed, classHalf)
        (dimensions, queryImages) = (queries.matrix.columns, retrieval.queries)
        indexImages = (index ?? queries).count - (index == nil ? 1 : 0)
        classes = retrieval.classes
        withoutRelevant = retrieval.withoutRelevant
        precisionAt5 = Estimate(retrieval.precision)
        recall = zip(Retrieval.depths, retrieval.recall).map { Recall(depth: $0, share: Estimate($1)) }
        meanAveragePrecision = Estimate(retrieval.averagePrecision)
        let missing =
            retrieval.withoutRelevant == 0
            ? []
            : [
                "\(ReportText.count(retrieval.withoutRelevant, "query", "queries")) without an image of the same class"
                    + " to be found \(retrieval.withoutRelevant == 1 ? "counts" : "count") in no figure."
            ]
        self.notes = notes + missing
    }

    /// For people.
    package func text(_ style: TextStyle) -> String {
        let among = index.map { "among \(indexImages) of \($0)" } ?? "each among the \(indexImages) others"
        var facts = [
            ("queries", "\(queryImages) images of \(queries), \(among)"), ("model", model),
            ("projection", projection ?? "none: \(dimensions) dimensions"),
        ]
        if let classHalf {
            facts.append(("classes", "half \(classHalf) of them, seed \(seed); \(classes) have queries that count"))
        }
        var table = TextTable(["", "", "95 %, classes drawn again"], [.left, .right, .left])
        func add(_ name: String, _ estimate: Estimate) {
            table.add([name, ReportText.percent(estimate.value), estimate.interval.map(LearnedFigures.range) ?? "-"])
        }
        add("mean precision at 5", precisionAt5)
        for recall in recall { add("recall at \(recall.depth)", recall.share) }
        add("mean average precision", meanAveragePrecision)
        return [ReportText.header(facts, style), table.text(style), ReportText.notes(notes, style)]
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
