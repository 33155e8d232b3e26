import Foundation

/// The images by whose accuracy a prompt set was chosen, known by the hashes of their names, so that whoever compares the
/// set knows which images praise it too much. A name is the path relative to the dataset: it outlives another split, other
/// labels, and images that come or go.
package struct ChosenOn: Hashable, Sendable {
    /// Names of the datasets.
    package let datasets: [String]
    private let images: Set<UInt32>

    package enum Failure: Error, Equatable {
        case malformed(reason: String)
    }

    package init(dataset: String, images: some Sequence<String>) {
        self.init(datasets: [dataset], images: Set(images.map(Self.hash)))
    }

    private init(datasets: [String], images: Set<UInt32>) {
        (self.datasets, self.images) = (datasets, images)
    }

    package var count: Int { images.count }

    package func contains(_ image: String) -> Bool { images.contains(Self.hash(image)) }

    package func union(_ other: ChosenOn?) -> ChosenOn {
        guard let other else { return self }
        return ChosenOn(
            datasets: datasets + other.datasets.filter { !datasets.contains($0) },
            images: images.union(other.images))
    }

    /// Of two sets that stand beside each other, or go into one; nil where neither was chosen on images.
    package static func of(_ a: ChosenOn?, _ b: ChosenOn?) -> ChosenOn? { a?.union(b) ?? b }

    /// The first four bytes of the content's hash.
    private static func hash(_ image: String) -> UInt32 {
        ContentHash(of: Data(image.utf8)).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    // MARK: - As text

    /// Four bytes an image, most significant first, ascending, in base 64.
    package var encodedImages: String {
        Data(images.sorted().flatMap { hash in withUnsafeBytes(of: hash.bigEndian) { Array($0) } })
            .base64EncodedString()
    }

    /// - Throws: `ChosenOn.Failure`
    package init(datasets: [String], encodedImages: String) throws {
        guard let data = Data(base64Encoded: encodedImages), data.count % 4 == 0 else {
            throw Failure.malformed(reason: "images is not base 64 of four bytes an image")
        }
        let bytes = [UInt8](data)
        self.init(
            datasets: datasets,
            images: Set(
                stride(from: 0, to: bytes.count, by: 4).map { place in
                    bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
                }))
    }
}

extension ChosenOn: Codable {
    private enum CodingKeys: String, CodingKey {
        case datasets, images
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(datasets, forKey: .datasets)
        try container.encode(encodedImages, forKey: .images)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let images = try container.decode(String.self, forKey: .images)
        do {
            try self.init(datasets: container.decode([String].self, forKey: .datasets), encodedImages: images)
        } catch Failure.malformed(let reason) {
            throw DecodingError.dataCorruptedError(forKey: .images, in: container, debugDescription: reason)
        }
    }
}

extension ChosenOn.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let reason): reason
        }
    }
}
