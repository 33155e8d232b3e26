extension RunDocument {
    /// A run cannot stand beside others where it chose among other classes.
    package struct OtherClasses: Error, Equatable {
        /// "before.json"
        package let run: String
        /// Classes that the run alone has, and that it lacks.
        package let own: [String]
        package let missing: [String]
    }

    /// What it says, in the order of other images and classes. An image that it does not have was not judged.
    /// - Parameters:
    ///   - run: its name in what is thrown.
    ///   - files: names of the images.
    /// - Throws: `RunDocument.OtherClasses` where the classes differ in more than their order.
    package func predictions(of run: String, files: some Sequence<String>, classes: [String]) throws -> Predictions {
        let places = Dictionary(zip(classes, classes.indices), uniquingKeysWith: { first, _ in first })
        let own = self.classes.filter { places[$0] == nil }
        let missing = classes.filter(Set(self.classes).symmetricDifference(classes).contains)
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
