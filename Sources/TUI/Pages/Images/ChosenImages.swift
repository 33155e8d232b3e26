/// Images that a page asked for, as they were then: an edit changes what is said of them, not which they are.
package struct ChosenImages: Equatable, Sendable {
    /// What they have in common: "only B right".
    package let name: String
    /// Ascending.
    package let images: [Int32]

    package init(name: String, images: [Int32]) {
        self.name = name
        self.images = images
    }

    /// With one image more.
    func including(_ image: Int?) -> [Int32] {
        guard let image = image.map({ Int32($0) }) else { return images }
        let place = images.partitioningIndex { $0 >= image }
        if place < images.count, images[place] == image { return images }
        return images[..<place] + [image] + images[place...]
    }
}

extension [Int32] {
    /// The first place from which on all satisfy a condition that the ones before do not; the count where none does.
    fileprivate func partitioningIndex(_ condition: (Int32) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
