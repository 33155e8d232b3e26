/// The images that two classifiers judged, by who is right: each list ascending.
package struct Agreement: Sendable, Equatable {
    package private(set) var bothRight: [Int32] = []
    package private(set) var bothWrong: [Int32] = []
    /// A is right and B wrong.
    package private(set) var onlyA: [Int32] = []
    package private(set) var onlyB: [Int32] = []
    /// All of them.
    private(set) var judged: [Int] = []

    /// - Parameters:
    ///   - b: of the same images as `a`; an image that the two label differently does not count.
    ///   - counts: whether an image counts at all.
    package init(_ a: Predictions, _ b: Predictions, where counts: (Int) -> Bool = { _ in true }) {
        precondition(a.count == b.count, "\(a.count) images against \(b.count)")
        for image in 0..<a.count
        where a.isJudged(image) && b.isJudged(image) && a.labels[image] == b.labels[image] && counts(image) {
            judged.append(image)
            switch (a.isRight(image), b.isRight(image)) {
            case (true, true): bothRight.append(Int32(image))
            case (true, false): onlyA.append(Int32(image))
            case (false, true): onlyB.append(Int32(image))
            case (false, false): bothWrong.append(Int32(image))
            }
        }
    }

    package var images: Int { bothRight.count + bothWrong.count + onlyA.count + onlyB.count }
}
