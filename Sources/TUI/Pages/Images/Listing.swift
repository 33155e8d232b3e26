import Model

/// What is known of the images when a list of them is made.
struct Listing {
    let images: ImageList
    let labelColumn: Dataset.LabelColumn?
    /// Its classes, and those that are added.
    let classes: [String]
    /// One for each image.
    let outcomes: Outcomes?
    var change: Change?
    var unreadable: [Int: String] = [:]
    /// The answers of the compare page's A.
    var reference: Outcomes?
    var remarks = Remarks()
    /// The cosine of each image with what is searched, NaN where it has no embedding.
    var similarities: [Float]?
    /// The place of each image by its file name.
    var nameRanks: [Int32]?

    /// - Parameter kept: listed whether or not the filter wants it.
    func rows(_ filter: Browse.Filter, in order: Browse.Order, keeping kept: Int?) -> ImageRows {
        var rows = passing(filter, keeping: kept)
        if !filter.text.isEmpty {
            let isFound = wordSearch(FilterWords(filter.text))
            rows = rows.filter { isFound(Int($0)) || Int($0) == kept }
        }
        // Candidates are ranked by their strength where nobody asks for another order.
        let isRanked = filter.isLikelyMislabelled && order == .dataset
        return (isRanked ? outcomeKey { $0.truth?.margin ?? 0 } : key(order)).map { ImageRows(rows, by: $0) }
            ?? ImageRows(rows)
    }

    /// Those that pass all but the text, ascending.
    private func passing(_ filter: Browse.Filter, keeping kept: Int?) -> [Int32] {
        let some = filter.chosen ?? filter.remark.map { ChosenImages(name: "", images: remarks.images($0)) }
        let all = some?.including(kept) ?? Array(0..<Int32(images.count))
        var other = filter
        (other.chosen, other.text) = (nil, "")
        guard !other.isEmpty else { return all }
        let isWanted = filter.isLikelyMislabelled ? likelyLabelError : { _ in true }
        return all.filter { image in
            let image = Int(image)
            return image == kept
                || hasVerdict(filter, image) && hasClass(filter, image) && hasProbability(filter, image)
                    && hasAgreement(filter, image) && isWanted(image)
                    && filter.remark.map { remarks.contains(image, $0) } ?? true
        }
    }

    private func hasVerdict(_ filter: Browse.Filter, _ image: Int) -> Bool {
        if filter.isFlipped, change?.turn(of: image) == nil { return false }
        guard let verdict = filter.verdict else { return true }
        return outcomes?.isRight(image) == (verdict == .right)
    }

    private func hasClass(_ filter: Browse.Filter, _ image: Int) -> Bool {
        if let label = filter.label, label != labelColumn?.labels[image] { return false }
        return filter.predicted == nil || filter.predicted == outcomes?.predicted(image)
    }

    private func hasProbability(_ filter: Browse.Filter, _ image: Int) -> Bool {
        guard let range = filter.probability else { return true }
        return outcomes?[image].map { range.bounds.contains($0.confidence) } ?? false
    }

    private func hasAgreement(_ filter: Browse.Filter, _ image: Int) -> Bool {
        guard let agreement = filter.agreement else { return true }
        guard let a = reference?.isRight(image), let b = outcomes?.isRight(image) else { return false }
        return (a, b) == agreement.verdicts
    }

    /// Under the prompts, and under those of A where there is one: what both find. None before there is an answer.
    private var likelyLabelError: (Int) -> Bool {
        guard let outcomes else { return { _ in false } }
        let found = [outcomes, reference].compactMap { $0 }.map { outcomes in
            LikelyLabelErrors(outcomes, classes: labelColumn?.classes.count ?? 0)
        }
        return { image in found.allSatisfy { $0.contains(image) } }
    }
}

// MARK: - Words

extension Listing {
    private func wordSearch(_ words: FilterWords) -> (Int) -> Bool {
        let folding = LetterFolding()
        let wanted = words.wanted.map { textSearch($0, folding) }
        let unwanted = words.unwanted.map { textSearch($0, folding) }
        return { image in wanted.allSatisfy { $0(image) } && !unwanted.contains { $0(image) } }
    }

    /// Whether a text stands in an image's path or note, or in the name of its class or of the predicted one.
    private func textSearch(_ text: String, _ folding: LetterFolding) -> (Int) -> Bool {
        let search = TextSearch(text, folding)
        let isFoundInClass = classes.map(search.finds)
        let isFoundInUnreadable = search.finds(in: "unreadable")
        return { image in
            if let label = labelColumn?.labels[image], isFoundInClass[label] { return true }
            if let predicted = outcomes?.predicted(image), isFoundInClass[predicted] { return true }
            if isFoundInUnreadable, unreadable[image] != nil { return true }
            if !remarks.isEmpty, let note = remarks.note(on: image), search.finds(in: note) { return true }
            return images.name(image).withUnsafeBufferPointer(search.finds)
        }
    }
}

// MARK: - Order

extension Listing {
    /// Smaller comes first, what is not known last; nil for the dataset's own order, and where nothing is known at all.
    private func key(_ order: Browse.Order) -> ((Int) -> Float)? {
        switch order {
        case .dataset: nil
        case .loss: outcomeKey { $0.truth?.probability ?? .greatestFiniteMagnitude }
        case .margin: outcomeKey { $0.lead }
        case .confidence: outcomeKey { $0.confidence }
        case .entropy: outcomeKey { -$0.entropy }
        case .label: labelKey
        case .name: nameRanks.map { ranks in { Float(ranks[$0]) } }
        case .similarity:
            similarities.map { similarities in { similarities[$0].isNaN ? .infinity : -similarities[$0] } }
        }
    }

    private func outcomeKey(_ key: @escaping (Outcome) -> Float) -> ((Int) -> Float)? {
        outcomes.map { outcomes in { outcomes[$0].map(key) ?? .infinity } }
    }

    /// Classes by their names.
    private var labelKey: ((Int) -> Float)? {
        labelColumn.map { labelColumn in
            var ranks = [Float](repeating: 0, count: labelColumn.classes.count)
            let sorted = labelColumn.classes.indices.sorted {
                (labelColumn.classes[$0], $0) < (labelColumn.classes[$1], $1)
            }
            for (rank, label) in sorted.enumerated() { ranks[label] = Float(rank) }
            return { image in labelColumn.labels[image].map { ranks[$0] } ?? .infinity }
        }
    }
}

extension SetComparison.Agreed {
    /// Whether A is right, and whether B is.
    fileprivate var verdicts: (Bool, Bool) {
        switch self {
        case .bothRight: (true, true)
        case .onlyA: (true, false)
        case .onlyB: (false, true)
        case .bothWrong: (false, false)
        }
    }
}
