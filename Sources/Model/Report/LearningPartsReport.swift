import Foundation

extension LearnedFigures {
    /// "71.2 to 76.5"
    static func range(_ interval: [Double]) -> String {
        String(format: "%.1f to %.1f", 100 * interval[0], 100 * interval[1])
    }

    /// "0.01", "17.8", "1e+06"
    static func number(_ c: Double) -> String { String(format: "%.3g", c) }
}

extension LearningMethod {
    /// For people.
    package var words: String {
        switch self {
        case .prompts: "prompts alone"
        case .probe: "linear probe"
        case .promptsAndProbe: "prompts and probe"
        case .cache: "prompts and cache"
        case .nearestMean: "nearest class mean"
        case .neighbours: "nearest neighbours"
        }
    }
}

/// Which images were learnt from and which the figures are of.
package struct LearningPartsReport: Sendable, Encodable {
    /// Images.
    package let fittedOn: Int
    package let reportedOn: Int
    /// The dataset's splits; nil where they are halves of the images.
    package let trainSplit: String?
    package let testSplit: String?
    /// Images that are not reported on because the prompts were chosen on them; nil without any.
    package let leftOut: Int?
    /// Images that are reported on and whose embedding is that of one learnt from; nil without any.
    package let copies: Int?
    /// Images that have a label and an embedding.
    package let images: Int
    private let seed: UInt64?

    private enum CodingKeys: String, CodingKey {
        case fittedOn, reportedOn, trainSplit, testSplit, leftOut, copies, images
    }

    package init(_ parts: LearningParts, images: Int, copies: Int) {
        (fittedOn, reportedOn, self.images) = (parts.train.count, parts.test.count, images)
        switch parts.origin {
        case .splits(let train, let test): (trainSplit, testSplit, seed) = (train, test, nil)
        case .halves(let seed): (trainSplit, testSplit, self.seed) = (nil, nil, seed)
        }
        leftOut = parts.leftOut > 0 ? parts.leftOut : nil
        self.copies = copies > 0 ? copies : nil
    }

    /// "fitted on 276 images, reported on 277 others (halves, seed 1)"
    var text: String {
        let how =
            seed.map { "stratified halves, seed \($0)" } ?? "splits \(trainSplit ?? "") and \(testSplit ?? "")"
        return "fitted on \(ReportText.count(fittedOn, "image")), reported on \(reportedOn) others (\(how))"
    }

    package var notes: [String] {
        var notes: [String] = []
        if let leftOut {
            notes.append("Left out: \(ReportText.count(leftOut, "image")) that the prompts were chosen on.")
        }
        if let copies {
            notes.append(
                "\(copies) of the \(reportedOn) images that are reported on have the embedding of one that is learnt from:"
                    + " copies, most likely, which praise whatever learns from images.")
        }
        return notes
    }
}
