extension RunDocument {
    /// A run cannot stand beside others where it chose among other classes.
    package struct OtherClasses: Error, Equatable {
        /// "before.json"
        package let run: String
        /// Classes that the run alone has, and that it lacks.
        package let own: [String]
        package let missing: [String]
    }

    /// What a run says of the images of a dataset, and which of the two go together.
    package struct Matched: Sendable {
        /// One an image of the dataset, in its order of classes; nil where the run does not have it.
        package let outcomes: [Outcome?]
        /// Images of the dataset that the run lacks, and images of the run that the dataset lacks.
        package let missing: Int
        package let foreign: Int
        /// For each image of the dataset its place in the run, -1 where it has none.
        private let rows: [Int32]
        /// The dataset's index of each class of the run.
        private let places: [Int]

        fileprivate init(_ run: RunDocument, files: some Sequence<String>, places: [Int]) {
            let row = Dictionary(
                zip(run.images.map(\.file), run.images.indices), uniquingKeysWith: { first, _ in first })
            let rows = files.map { Int32(row[$0] ?? -1) }
            (self.rows, self.places) = (rows, places)
            outcomes = rows.map { $0 < 0 ? nil : Outcome(run.images[Int($0)], places: places) }
            missing = rows.count { $0 < 0 }
            foreign = run.images.count - Set(rows).subtracting([-1]).count
        }

        /// What does not match, in words; nil where everything does.
        package var difference: String? {
            let parts = [
                missing == 0 ? nil : "lacks \(ReportText.count(missing, "image")) of \(outcomes.count)",
                foreign == 0 ? nil : "has \(foreign) that the dataset lacks",
            ].compactMap { $0 }
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        }

        /// The probabilities that the run kept of an image of the dataset: for each class of `classes`, nil where it was
        /// not among the likeliest. Nil for an image that the run lacks.
        package func probabilities(of image: Int, in run: RunDocument, classes: Int) -> [Float?]? {
            guard rows.indices.contains(image), rows[image] >= 0 else { return nil }
            let kept = run.images[Int(rows[image])]
            var probabilities = [Float?](repeating: nil, count: classes)
            for candidate in kept.top { probabilities[places[candidate.label]] = candidate.probability }
            if let label = kept.label { probabilities[places[label]] = kept.labelProbability }
            return probabilities
        }
    }

    /// The dataset's classes: those that could be chosen, without the added ones, and the hidden ones.
    package var datasetClasses: [String] {
        let added = Set(addedClasses)
        return classes.filter { !added.contains($0) } + (prompts.hiddenClasses ?? [])
    }

    package var addedClasses: [String] { prompts.addedClasses ?? [] }

    /// Matches its images with others by file, and its classes by name.
    /// - Parameters:
    ///   - name: of the run, in what is thrown.
    ///   - files: names of the images.
    ///   - classes: the dataset's.
    ///   - added: classes that no image has; their numbers follow.
    /// - Throws: `RunDocument.OtherClasses` where the classes differ in more than their order and what was hidden.
    package func matched(
        _ name: String, files: some Sequence<String>, classes: [String], added: [String] = []
    ) throws -> Matched {
        let all = classes + added
        let places = Dictionary(zip(all, all.indices), uniquingKeysWith: { first, _ in first })
        let known = Set(datasetClasses)
        let own = self.classes.filter { places[$0] == nil }
        let missing = classes.filter { !known.contains($0) }
        guard own.isEmpty, missing.isEmpty else { throw OtherClasses(run: name, own: own, missing: missing) }
        return Matched(self, files: files, places: self.classes.map { places[$0]! })
    }
}

extension RunDocument.OtherClasses: CustomStringConvertible {
    package var description: String {
        let difference = [
            own.isEmpty ? nil : "it alone has \(listing(Array(own.prefix(3))))\(own.count > 3 ? ", ..." : "")",
            missing.isEmpty ? nil : "it lacks \(listing(Array(missing.prefix(3))))\(missing.count > 3 ? ", ..." : "")",
        ].compactMap { $0 }
        return "\(run): chose among other classes: " + difference.joined(separator: ", ")
    }
}
