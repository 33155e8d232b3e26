extension RunDocument {
    /// A run cannot stand beside others where it chose among other classes.
    package struct OtherClasses: Error, Equatable {
        /// "before.json"
        package let run: String
        /// Classes that the run alone has, and that it lacks.
        package let own: [String]
        package let missing: [String]
    }

    /// The dataset's classes: those that could be chosen, without the added ones, and the hidden ones.
    package var datasetClasses: [String] {
        let added = Set(addedClasses)
        return classes.filter { !added.contains($0) } + (prompts.hiddenClasses ?? [])
    }

    package var addedClasses: [String] { prompts.addedClasses ?? [] }

    /// What it says, in the order of other images and classes. An image that it does not have was not judged.
    /// - Parameters:
    ///   - run: its name in what is thrown.
    ///   - files: names of the images.
    ///   - classes: the dataset's.
    ///   - added: classes that no image has; their numbers follow.
    /// - Throws: `RunDocument.OtherClasses` where the classes differ in more than their order and what was hidden.
    package func predictions(
        of run: String, files: some Sequence<String>, classes: [String], added: [String] = []
    ) throws -> Predictions {
        let all = classes + added
        let places = Dictionary(zip(all, all.indices), uniquingKeysWith: { first, _ in first })
        let known = Set(datasetClasses)
        let own = self.classes.filter { places[$0] == nil }
        let missing = classes.filter { !known.contains($0) }
        guard own.isEmpty, missing.isEmpty else { throw OtherClasses(run: run, own: own, missing: missing) }
        let place = self.classes.map { places[$0]! }
        let image = Dictionary(zip(images.map(\.file), images.indices), uniquingKeysWith: { first, _ in first })
        var predictions = Predictions()
        for file in files {
            guard let own = image[file].map({ images[$0] }) else {
                predictions.append(label: nil, predicted: nil, rank: nil, confidence: 0)
                continue
            }
            predictions.append(
                label: own.label.map { place[$0] }, predicted: place[own.predicted], rank: own.labelRank,
                confidence: own.confidence)
        }
        return predictions
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
