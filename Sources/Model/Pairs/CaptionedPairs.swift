import Foundation

/// Images, by their embeddings, and what is said of them. A caption is drawn anew for each image in each pass through the
/// pairs, where a class has several.
package struct CaptionedPairs: Sendable {
    /// [images, dimension], rows of length 1.
    package let images: Matrix
    /// Token ids, each list once.
    private let captions: [[Int]]
    /// Of each caption that stands alone, and of each class: which captions may be drawn.
    private let groups: [[Int32]]
    private let pairs: [(image: Int32, group: Int32)]
    package let skipped: SkippedPairs

    package var count: Int { pairs.count }
    /// Captions, or classes, that are told apart.
    package var distinctGroups: Int { Set(pairs.map(\.group)).count }
    package var distinctCaptions: Int { captions.count }

    private init(
        _ images: Matrix, _ captions: [[Int]], _ groups: [[Int32]], _ pairs: [(image: Int32, group: Int32)],
        _ skipped: SkippedPairs
    ) {
        (self.images, self.captions, self.groups, self.pairs, self.skipped) = (images, captions, groups, pairs, skipped)
    }

    /// Labelled images: a caption is a template of the set with a name of the image's class.
    package init(_ rows: LabelledRows, classes: [String], prompts set: PromptSet, tokenizer: Tokenizer) {
        precondition(rows.classes == classes.count, "\(classes.count) names for \(rows.classes) classes")
        var (book, skipped) = (CaptionBook(tokenizer), SkippedPairs())
        let groups = set.prompts(for: classes).map { prompts in prompts.compactMap { book.number(of: $0, &skipped) } }
        var pairs: [(image: Int32, group: Int32)] = []
        for (row, label) in rows.labels.enumerated() {
            guard !groups[Int(label)].isEmpty else {
                skipped.withoutCaption += 1
                continue
            }
            pairs.append((Int32(row), label))
        }
        self.init(rows.matrix, book.captions, groups, pairs, skipped)
    }

    /// The rows of a file of captions: pairs of one caption are one group.
    /// - Parameter table: the embeddings of the file's images, in its order.
    package init(_ file: CaptionFile, _ table: EmbeddingTable, tokenizer: Tokenizer) {
        var (book, skipped) = (CaptionBook(tokenizer), file.skipped)
        skipped.unreadableImages = file.images.indices.count { !table.isKnown($0) }
        let (images, known) = table.gathered()
        let rows = Dictionary(uniqueKeysWithValues: zip(known, 0..<Int32(known.count)))
        var pairs: [(image: Int32, group: Int32)] = []
        for row in file.rows {
            guard let image = rows[row.image] else {
                skipped.ofUnreadableImages += 1
                continue
            }
            guard let caption = book.number(of: row.caption, &skipped) else { continue }
            pairs.append((image, caption))
        }
        self.init(images, book.captions, book.captions.indices.map { [Int32($0)] }, pairs, skipped)
    }
}

/// Captions as token ids, each once.
private struct CaptionBook {
    let tokenizer: Tokenizer
    private(set) var captions: [[Int]] = []
    private var numbers: [[Int]: Int32] = [:]

    /// Longer texts are not even made into tokens.
    private static let longest = 10_000

    init(_ tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
    }

    /// Nil, and counted, where a caption is empty or longer than the model reads.
    mutating func number(of caption: String, _ skipped: inout SkippedPairs) -> Int32? {
        guard !caption.allSatisfy(\.isWhitespace) else {
            skipped.empty += 1
            return nil
        }
        let encoding = caption.utf8.count > Self.longest ? nil : tokenizer.encode(caption)
        guard let encoding, !encoding.isTruncated else {
            skipped.tooLong += 1
            return nil
        }
        if let known = numbers[encoding.ids] { return known }
        numbers[encoding.ids] = Int32(captions.count)
        captions.append(encoding.ids)
        return Int32(captions.count - 1)
    }
}

/// What is not trained on, and why.
package struct SkippedPairs: Sendable, Equatable, Codable {
    package var empty = 0
    /// Longer than the model's context.
    package var tooLong = 0
    package var notUTF8 = 0
    package var withoutFile = 0
    /// Images, and the captions that are theirs.
    package var unreadableImages = 0
    package var ofUnreadableImages = 0
    /// Images of classes that have no prompt.
    package var withoutCaption = 0

    package init() {}

    /// "skipped: 2 captions are empty, 1 caption is not UTF-8"; nil where nothing was.
    package var sentence: String? {
        func count(_ number: Int, _ one: String, _ words: String) -> String? {
            guard number > 0 else { return nil }
            return number == 1 ? "1 \(one) \(words)" : "\(number) \(one)s \(words.replacing("is ", with: "are "))"
        }
        let parts = [
            count(empty, "caption", "is empty"), count(tooLong, "caption", "is longer than the model reads"),
            count(notUTF8, "row", "is not UTF-8"), count(withoutFile, "row", "is without a file"),
            count(ofUnreadableImages, "caption", "is of \(unreadableImages) unreadable or missing images"),
            count(withoutCaption, "image", "is of a class without a usable prompt"),
        ].compactMap { $0 }
        return parts.isEmpty ? nil : "skipped: " + parts.joined(separator: ", ")
    }
}

// MARK: - Batches

/// Some pairs, the captions that are equal computed once.
package struct PairBatch: Sendable {
    /// Token ids, each list once.
    let prompts: [[Int]]
    /// The prompt of each pair.
    let places: [Int]
    /// [pairs, dimension]
    let images: Matrix
    /// Of each pair: those that share one are no negatives for each other.
    let groups: [Int32]
    let imageNumbers: [Int32]

    init(prompts: [[Int]], places: [Int], images: Matrix, groups: [Int32], imageNumbers: [Int32]) {
        (self.prompts, self.places, self.images) = (prompts, places, images)
        (self.groups, self.imageNumbers) = (groups, imageNumbers)
    }
}

/// Batches for the steps of a training. The order of a pass through all pairs is made once for all of its batches.
package struct PairBatches: Sendable {
    private let pairs: CaptionedPairs
    private let size: Int
    private let seed: UInt64
    private var pass: (number: Int, order: [Int], seed: UInt64)?

    package init(_ pairs: CaptionedPairs, of size: Int, seed: UInt64) {
        precondition((1...max(1, pairs.count)).contains(size), "a batch of \(size) of \(pairs.count) pairs")
        (self.pairs, self.size, self.seed) = (pairs, size, seed)
    }

    /// The batch of a step, counted from 0: passes through all pairs, each in an order of its own that rests on the seed
    /// alone, so that a training that was stopped goes on with what would have come. What is left of a pass is dropped.
    package mutating func batch(_ step: Int) -> PairBatch {
        let perPass = pairs.count / size
        let (order, seed) = order(ofPass: step / perPass)
        let first = step % perPass * size
        // Each place in the pass has a number of its own, whatever batch it falls into.
        var draws = SplitMix64(seed: seed)
        for _ in 0..<first { _ = draws.next() }
        return pairs.batch(order[first..<first + size], &draws)
    }

    private mutating func order(ofPass number: Int) -> (order: [Int], seed: UInt64) {
        if let pass, pass.number == number { return (pass.order, pass.seed) }
        var random = SplitMix64(seed: seed &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
        var order = Array(0..<pairs.count)
        random.shuffle(&order)
        let seed = random.next()
        pass = (number, order, seed)
        return (order, seed)
    }
}

extension CaptionedPairs {
    /// - Parameter draws: choose among the captions of a class.
    fileprivate func batch(_ chosen: ArraySlice<Int>, _ draws: inout SplitMix64) -> PairBatch {
        var (prompts, places, groups, numbers) = ([[Int]](), [Int](), [Int32](), [Int32]())
        var known: [Int32: Int] = [:]
        for place in chosen {
            let (image, group) = pairs[place]
            let choices = self.groups[Int(group)]
            let caption = choices[draws.index(below: choices.count)]
            if known[caption] == nil {
                known[caption] = prompts.count
                prompts.append(captions[Int(caption)])
            }
            places.append(known[caption]!)
            groups.append(group)
            numbers.append(image)
        }
        return PairBatch(
            prompts: prompts, places: places, images: images.selecting(numbers.map(Int.init)), groups: groups,
            imageNumbers: numbers)
    }

    /// What tells pairs from others: a training is resumed with its own alone.
    package var hash: String {
        var bytes = images.values.withUnsafeBytes { ContentHash(of: Data($0)).bytes }
        for caption in captions { caption.withUnsafeBytes { bytes += ContentHash(of: Data($0)).bytes } }
        for group in groups { group.withUnsafeBytes { bytes += ContentHash(of: Data($0)).bytes } }
        pairs.flatMap { [$0.image, $0.group] }.withUnsafeBytes { bytes += ContentHash(of: Data($0)).bytes }
        return ContentHash(of: bytes).hexadecimal
    }
}
