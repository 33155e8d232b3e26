extension ConfusionMatrix {
    /// The classes in an order in which those that are confused with one another stand together, so that blocks appear
    /// along the diagonal.
    ///
    /// Agglomerative clustering with average linkage (Sokal and Michener 1958) of the symmetrised confusions: two
    /// classes are as near as the share of their images that one is taken for the other,
    /// (c[i, j] + c[j, i]) / (images i + images j). Clusters are lists; a merge joins the two ends that are nearest.
    /// What is never confused stays in its order, at the end. Classes^2 memory, about classes^2 time.
    package var blockOrder: [Int] {
        var clusters = Clusters(self)
        while clusters.mergeNearest() {}
        let joined = clusters.members.filter { $0.count > 1 }.sorted {
            ($1.count, $0.min()!) < ($0.count, $1.min()!)
        }
        return joined.flatMap { $0 } + clusters.members.filter { $0.count == 1 }.flatMap { $0 }
    }
}

private struct Clusters {
    /// The classes of each cluster in order; empty for one that went into another.
    private(set) var members: [[Int]]
    /// Nearness of classes, [classes, classes].
    private let classNearness: [Float]
    /// Mean nearness of clusters, [classes, classes].
    private var nearness: [Float]
    /// Each cluster's nearest, where it has any nearness at all.
    private var nearest: [Int?]
    private let count: Int

    init(_ confusion: ConfusionMatrix) {
        count = confusion.classes
        var nearness = [Float](repeating: 0, count: count * count)
        for cell in confusion.cells where cell.label != cell.predicted {
            let share = Float(cell.images) / Float(confusion.support[cell.label] + confusion.support[cell.predicted])
            nearness[cell.label * count + cell.predicted] += share
            nearness[cell.predicted * count + cell.label] += share
        }
        members = (0..<count).map { [$0] }
        (classNearness, self.nearness) = (nearness, nearness)
        nearest = Array(repeating: nil, count: count)
        for cluster in 0..<count { nearest[cluster] = findNearest(of: cluster) }
    }

    /// - Returns: false where no two clusters have anything in common.
    mutating func mergeNearest() -> Bool {
        var best: (a: Int, b: Int, nearness: Float)?
        for a in 0..<count {
            guard let b = nearest[a], nearness[a * count + b] > best?.nearness ?? 0 else { continue }
            best = (a, b, nearness[a * count + b])
        }
        guard let best else { return false }
        merge(best.b, into: best.a)
        return true
    }

    private mutating func merge(_ b: Int, into a: Int) {
        let (sizeA, sizeB) = (Float(members[a].count), Float(members[b].count))
        for other in 0..<count where other != a && other != b {
            let mean = (sizeA * nearness[a * count + other] + sizeB * nearness[b * count + other]) / (sizeA + sizeB)
            nearness[a * count + other] = mean
            nearness[other * count + a] = mean
        }
        for other in 0..<count {
            nearness[b * count + other] = 0
            nearness[other * count + b] = 0
        }
        members[a] = joined(members[a], members[b])
        members[b] = []
        nearest[b] = nil
        nearest[a] = findNearest(of: a)
        for other in 0..<count where nearest[other] == a || nearest[other] == b {
            nearest[other] = findNearest(of: other)
        }
    }

    private func findNearest(of cluster: Int) -> Int? {
        var best: Int?
        var highest: Float = 0
        for other in 0..<count where other != cluster && nearness[cluster * count + other] > highest {
            (best, highest) = (other, nearness[cluster * count + other])
        }
        return best
    }

    /// One behind the other, each turned so that the nearest ends meet.
    private func joined(_ a: [Int], _ b: [Int]) -> [Int] {
        let ways = [(a, b), (a, b.reversed()), (a.reversed(), b), (b, a)]
        let best = ways.max { meeting($0) < meeting($1) }!
        return best.0 + best.1
    }

    private func meeting(_ way: ([Int], [Int])) -> Float { classNearness[way.0.last! * count + way.1.first!] }
}
