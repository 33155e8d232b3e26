import Foundation

extension RunDocument {
    package enum Failure: Error, Equatable {
        case unreadable(URL, reason: String)
        case notARun(URL, reason: String)
        case newerVersion(URL, found: Int, known: Int)
        /// `key` is the way to the value: images[3].predicted.
        case malformed(URL, key: String, reason: String)
    }

    /// What every version has.
    private struct Head: Decodable {
        let format: String
        let formatVersion: Int
    }

    /// A run that `eval --run` wrote.
    /// - Throws: `RunDocument.Failure`
    package init(contentsOf file: URL) throws {
        let data: Data
        do {
            data = try BoundedFile.contents(of: file, atMost: BoundedFile.lists)
        } catch {
            throw Failure.unreadable(file, reason: message(of: error))
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let head = try? decoder.decode(Head.self, from: data), head.format == Self.format else {
            throw Failure.notARun(file, reason: "expected JSON with \"format\": \"\(Self.format)\"")
        }
        guard head.formatVersion <= Self.formatVersion else {
            throw Failure.newerVersion(file, found: head.formatVersion, known: Self.formatVersion)
        }
        do {
            self = try decoder.decode(Self.self, from: data)
        } catch let error as DecodingError {
            let (key, reason) = error.place
            throw Failure.malformed(file, key: key, reason: reason)
        }
        try check(file)
    }

    /// Every index names a class, every rank and probability is one.
    private func check(_ file: URL) throws {
        for (index, image) in images.enumerated() {
            func require(_ isRight: Bool, _ key: String, _ reason: @autoclosure () -> String) throws {
                guard isRight else {
                    throw Failure.malformed(file, key: "images[\(index)].\(key)", reason: reason())
                }
            }
            let labels = [("predicted", image.predicted)] + image.top.map { ("top", $0.label) }
            for (key, label) in labels + (image.label.map { [("label", $0)] } ?? []) {
                try require(classes.indices.contains(label), key, "is \(label), there are \(classes.count) classes")
            }
            try require(
                (image.label == nil) == (image.labelRank == nil)
                    && (image.label == nil) == (image.labelProbability == nil),
                "label", "stands alone, expected label, label_rank and label_probability or none of them")
            try require(!image.top.isEmpty, "top", "is empty, expected the predicted class at least")
            let probabilities = image.top.map(\.probability) + [image.confidence, image.labelProbability ?? 0]
            try require(
                probabilities.allSatisfy { (0...1.0001).contains($0) }, "top", "holds a probability outside 0 to 1")
            let ranks = 1...max(1, classes.count)
            try require(image.labelRank.map(ranks.contains) ?? true, "label_rank", "is outside 1 to \(classes.count)")
        }
    }
}

extension DecodingError {
    /// Which value could not be read, and why.
    fileprivate var place: (key: String, reason: String) {
        switch self {
        case .keyNotFound(let key, let context): (Self.path(context.codingPath + [key]), "is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            (Self.path(context.codingPath), context.debugDescription)
        @unknown default: ("", "cannot be read")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce("") { path, key in
            if let index = key.intValue { return path + "[\(index)]" }
            return path + (path.isEmpty ? "" : ".") + key.stringValue
        }
    }
}

extension RunDocument.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file.path): \(reason)"
        case .notARun(let file, let reason): "\(file.path): is no saved run: \(reason)"
        case .newerVersion(let file, let found, let known):
            "\(file.path): a saved run of version \(found), this program knows \(known)"
        case .malformed(let file, let key, let reason): "\(file.path): \(key.isEmpty ? "" : key + ": ")\(reason)"
        }
    }
}

extension Outcome {
    /// What a saved run says of an image, as the classifier said it.
    package init(_ image: RunDocument.Image) {
        self.init(image) { $0 }
    }

    /// The same, with the classes numbered anew.
    init(_ image: RunDocument.Image, places: [Int]) {
        self.init(image) { places[$0] }
    }

    private init(_ image: RunDocument.Image, _ place: (Int) -> Int) {
        let second = image.top.count > 1 ? image.top[1].probability : 0
        self.init(
            predicted: place(image.predicted), confidence: image.confidence,
            truth: image.label.flatMap { label in
                guard let probability = image.labelProbability, let rank = image.labelRank else { return nil }
                let other = label == image.predicted ? second : image.confidence
                return Truth(label: place(label), probability: probability, rank: rank, margin: probability - other)
            },
            entropy: image.entropy, lead: image.confidence - second)
    }
}
