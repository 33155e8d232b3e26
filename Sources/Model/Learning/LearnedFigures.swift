/// Figures of predictions of labelled images.
struct LearnedFigures {
    let top1: ShareInterval
    /// Of the recalls of the classes that have images.
    let meanPerClass: Double
    /// One a class, nil without images.
    let recalls: [Double?]
    let isRight: [Bool]

    /// - Parameter labels: the true classes.
    init(_ predictions: [Int32], labels: [Int32], classes: Int) {
        let isRight = zip(predictions, labels).map { $0 == $1 }
        top1 = ShareInterval(share: Double(isRight.count { $0 }) / Double(labels.count), images: Double(labels.count))
        var (right, images) = ([Int](repeating: 0, count: classes), [Int](repeating: 0, count: classes))
        for (place, label) in labels.enumerated() {
            images[Int(label)] += 1
            if isRight[place] { right[Int(label)] += 1 }
        }
        self.isRight = isRight
        recalls = zip(images, right).map { $0 == 0 ? nil : Double($1) / Double($0) }
        let known = recalls.compactMap { $0 }
        meanPerClass = known.reduce(0, +) / Double(max(1, known.count))
    }

    /// Whether they differ from others (A) of the same images.
    func test(against other: LearnedFigures) -> McNemar {
        McNemar(
            onlyA: zip(isRight, other.isRight).count { !$0 && $1 },
            onlyB: zip(isRight, other.isRight).count { $0 && !$1 })
    }

    init(_ predictions: [Int32], of rows: LabelledRows) {
        self.init(predictions, labels: rows.labels, classes: rows.classes)
    }
}
