import Foundation

/// Which of the evaluated images are learnt from, and which are reported on: never the same.
package struct LearningParts: Sendable {
    package enum Origin: Sendable, Equatable {
        /// The dataset's own, by name.
        case splits(train: String, test: String)
        /// Stratified halves.
        case halves(seed: UInt64)
    }

    package enum Failure: Error, Equatable {
        /// `images` have a label and an embedding.
        case emptySplit(String, dataset: String)
        case sameSplit(String)
        case noSuchSplit(String, dataset: String, splits: [String])
        case nothingToReport(dataset: String)
        case allChosenOn(images: Int, dataset: String)
    }

    package let origin: Origin
    /// Places of the evaluated images, ascending.
    package let train: [Int]
    package let test: [Int]
    /// Images that would be reported on, had the prompts not been chosen on them.
    package let leftOut: Int

    /// - Parameters:
    ///   - names: of the splits; nil for the dataset's train and test, or halves where it has none of these.
    ///   - isChosenOn: whether the prompts were chosen on an image of the dataset.
    /// - Throws: `LearningParts.Failure`
    package init(
        _ images: EvaluatedImages, of dataset: Dataset, splits names: (train: String, test: String)?, seed: UInt64,
        isChosenOn: (Int) -> Bool
    ) throws {
        if let names = names ?? Self.usualSplits(of: dataset) {
            guard names.train != names.test else { throw Failure.sameSplit(names.train) }
            let parts = try [names.train, names.test].map { name in
                guard dataset.splits.contains(name) else {
                    throw Failure.noSuchSplit(name, dataset: dataset.name, splits: dataset.splits)
                }
                let places = images.images.indices.filter { dataset.images[Int(images.images[$0])].split == name }
                guard !places.isEmpty else { throw Failure.emptySplit(name, dataset: dataset.name) }
                return places
            }
            origin = .splits(train: names.train, test: names.test)
            train = parts[0]
            test = parts[1].filter { !isChosenOn(Int(images.images[$0])) }
            leftOut = parts[1].count - test.count
        } else {
            let halves = StratifiedHalves(images.labels, seed: seed)
            guard halves.dependsOnSeed else { throw Failure.nothingToReport(dataset: dataset.name) }
            let reported = halves.leavingOut { isChosenOn(Int(images.images[$0])) }
            origin = .halves(seed: seed)
            (train, test, leftOut) = (halves.choosing, reported.reporting, reported.leftOut)
        }
        guard !test.isEmpty else { throw Failure.allChosenOn(images: leftOut, dataset: dataset.name) }
    }

    private static func usualSplits(of dataset: Dataset) -> (train: String, test: String)? {
        let splits = dataset.splits
        func first(_ names: [String]) -> String? {
            names.lazy.compactMap { name in splits.first { $0.lowercased() == name } }.first
        }
        guard let train = first(["train", "training"]),
            let test = first(["test", "testing", "val", "valid", "validation"])
        else { return nil }
        return (train, test)
    }

    /// Whether each row of `test` is the same, to the last digit, as one of `train`: copies of an image, most likely.
    package static func copies(_ test: Matrix, in train: Matrix) -> [Bool] {
        func key(_ row: ArraySlice<Float>) -> Data { row.withUnsafeBytes { Data($0) } }
        let known = Set((0..<train.rows).map { key(train[$0]) })
        return (0..<test.rows).map { known.contains(key(test[$0])) }
    }
}

extension LearningParts.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .emptySplit(let name, let dataset):
            "\(dataset): no image of split \(name) has a label and an embedding"
        case .sameSplit(let name):
            "\(name) is both what is learnt from and what is reported on, expected two splits"
        case .noSuchSplit(let name, let dataset, let splits):
            "\(dataset) has no split \(name), found \(splits.isEmpty ? "none" : splits.joined(separator: ", "))"
        case .nothingToReport(let dataset):
            "\(dataset): no class has two images: one to learn from and one to report on"
        case .allChosenOn(let images, let dataset):
            "\(dataset): the prompts were chosen on all of the \(images) images that are left to report on"
        }
    }
}
