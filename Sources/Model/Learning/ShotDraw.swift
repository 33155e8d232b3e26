/// Images of each class in a random order that a seed decides: the first of them are a few labelled images a class.
package struct ShotDraw: Sendable {
    /// Places of the images, class by class.
    private let order: [[Int]]

    package init(_ labels: [Int32], classes: Int, seed: UInt64) {
        var members = [[Int]](repeating: [], count: classes)
        for (place, label) in labels.enumerated() { members[Int(label)].append(place) }
        var generator = SplitMix64(seed: seed)
        for label in members.indices { generator.shuffle(&members[label]) }
        order = members
    }

    /// The first images of each class, or all where there are not so many; ascending.
    package func first(_ count: Int) -> [Int] { order.flatMap { $0.prefix(count) }.sorted() }

    /// Classes that have fewer images than that.
    package func short(of count: Int) -> Int { order.count { $0.count < count } }

    /// The first images of each class in two halves; the odd one of a class is in the second.
    package func halves(of count: Int) -> (first: [Int], second: [Int]) {
        let drawn = order.map { $0.prefix(count) }
        return (
            drawn.flatMap { $0.prefix($0.count / 2) }.sorted(), drawn.flatMap { $0.dropFirst($0.count / 2) }.sorted()
        )
    }

    /// A share of each class, a fourth for 4, one image at least, and the others; a class of one image is with the others.
    package func part(oneOf parts: Int) -> (part: [Int], others: [Int]) {
        let counts = order.map { $0.count < 2 ? 0 : max(1, $0.count / parts) }
        return (
            zip(order, counts).flatMap { $0.prefix($1) }.sorted(),
            zip(order, counts).flatMap { $0.dropFirst($1) }.sorted()
        )
    }
}
