extension LabelList {
    /// Says which of the labels no image has, and what may have been meant; nil where each has some, and where the images
    /// have no labels at all.
    package func unused(in dataset: Dataset) -> String? {
        guard let own = dataset.labelColumns.first else { return nil }
        let used = Set(own.labels.compactMap { $0 })
        let known = Set(used.map { own.classes[$0] })
        let unused = labels.filter { !known.contains($0) }
        guard !known.isEmpty, !unused.isEmpty else { return nil }
        let others = known.subtracting(labels).sorted()
        let words = unused.prefix(Self.told).map { label in
            let place = dataset.labelColumns.dropFirst().first { $0.classes.contains(label) }
            if let place { return "\"\(label)\" (it is one of the labels \(place.name), see --label-column)" }
            let nearest = Spelling.nearest(to: label, among: others)
            return "\"\(label)\"" + (nearest.map { " (did you mean \"\($0)\"?)" } ?? "")
        }
        let more = unused.count > Self.told ? " and \(unused.count - Self.told) more" : ""
        return "no image of \(dataset.name) has the label " + words.joined(separator: ", ") + more
    }

    private static let told = 5
}
