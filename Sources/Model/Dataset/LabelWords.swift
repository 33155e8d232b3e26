/// The values of a field that may be a label, or something else that every image has of its own: a caption, a checksum.
struct LabelWords {
    private var words = CategoryColumn()
    private var isDropped = false
    let isWanted: Bool

    /// From so many different values on a field is no label, if more than every second value is a new one.
    private static let manyWords = 5_000
    /// So many different values are not even gathered.
    private static let tooManyWords = 50_000

    /// - Parameter isWanted: the field was asked for, and is a label whatever it holds.
    init(isWanted: Bool = false) {
        self.isWanted = isWanted
    }

    mutating func append(_ word: String?) {
        guard !isDropped else { return }
        words.append(word)
        if words.words.count > Self.tooManyWords, !isWanted {
            isDropped = true
            words = CategoryColumn()
        }
    }

    /// For image number `image`; images between the last one and this have no value. An image has one value: the first.
    mutating func set(_ word: String, image: Int) {
        guard !isDropped else { return }
        fill(to: image)
        if words.count == image { append(word) }
    }

    /// Images up to `count` that were not named have no value.
    mutating func fill(to count: Int) {
        if !isDropped { words.append(nil, count: max(0, count - words.count)) }
    }

    /// Nil where the values are too many to be labels.
    var labels: CategoryColumn? {
        let isOwn = words.words.count >= Self.manyWords && words.words.count * 2 > words.count
        return isDropped || (isOwn && !isWanted) ? nil : words
    }
}
