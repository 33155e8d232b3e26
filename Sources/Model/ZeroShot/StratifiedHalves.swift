/// Two halves of labelled images, one to choose on and one to report on, so that a choice is not praised for what it
/// was fitted to. Each class is split evenly, after a seeded shuffle; the odd image of a class goes to the halves in
/// turn.
package struct StratifiedHalves: Sendable, Equatable {
    /// Places of the images, ascending.
    package let choosing: [Int]
    package private(set) var reporting: [Int]
    package let seed: UInt64
    /// False where no class has two images: then the halves are the same for every seed.
    package let dependsOnSeed: Bool
    /// Images that would be reported on, but for an earlier choice.
    package private(set) var leftOut = 0

    /// - Parameter labels: the class of each image.
    package init(_ labels: [Int32], seed: UInt64) {
        self.seed = seed
        var members: [Int32: [Int]] = [:]
        for (place, label) in labels.enumerated() { members[label, default: []].append(place) }
        dependsOnSeed = members.values.contains { $0.count > 1 }
        var generator = SplitMix64(seed: seed)
        var isChoosingNext = true
        var halves: (choosing: [Int], reporting: [Int]) = ([], [])
        for (_, var places) in members.sorted(by: { $0.key < $1.key }) {
            generator.shuffle(&places)
            var half = places.count / 2
            if places.count % 2 == 1 {
                half += isChoosingNext ? 1 : 0
                isChoosingNext.toggle()
            }
            halves.choosing += places[..<half]
            halves.reporting += places[half...]
        }
        choosing = halves.choosing.sorted()
        reporting = halves.reporting.sorted()
    }

    /// What somebody who gives a seed should know; nil where it works as it should.
    package var seedNote: String? {
        dependsOnSeed ? nil : "No class has two images, so that the halves are the same for every seed."
    }

    /// Nothing is reported on images that an earlier choice was made on.
    package func leavingOut(_ isChosenOn: (Int) -> Bool) -> StratifiedHalves {
        var halves = self
        halves.reporting.removeAll(where: isChosenOn)
        halves.leftOut = reporting.count - halves.reporting.count
        return halves
    }
}
