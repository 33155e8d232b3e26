import Model

/// What is known of the images when a list of them is made.
struct Listing {
    let images: ImageList
    let labelling: Dataset.Labelling?
    /// One for each image.
    let outcomes: Outcomes?
    let change: Change?
    let unreadable: [Int: String]

    /// - Parameter kept: listed whether or not the filter wants it.
    func rows(_ filter: Browse.Filter, in order: Browse.Order, keeping kept: Int?) -> ImageRows {
        var rows = passing(filter, keeping: kept)
        if !filter.text.isEmpty {
            let isFound = textSearch(filter.text)
            rows = rows.filter { isFound(Int($0)) || Int($0) == kept }
        }
        guard let outcomes, order != .dataset else { return ImageRows(rows) }
        return ImageRows(rows) { outcomes[$0].map { key($0, order) } ?? .infinity }
    }

    /// Those that pass all but the text, ascending.
    private func passing(_ filter: Browse.Filter, keeping kept: Int?) -> [Int32] {
        let all = 0..<Int32(images.count)
        if filter.verdict == nil && filter.label == nil { return Array(all) }
        return all.filter { image in
            let image = Int(image)
            return image == kept || (hasVerdict(filter.verdict, image) && hasClass(filter, image))
        }
    }

    private func hasVerdict(_ verdict: Browse.Verdict?, _ image: Int) -> Bool {
        switch verdict {
        case .wrong: outcomes?.isRight(image) == false
        case .right: outcomes?.isRight(image) == true
        case .flipped: change?.turn(of: image) != nil
        case nil: true
        }
    }

    private func hasClass(_ filter: Browse.Filter, _ image: Int) -> Bool {
        guard let label = filter.label else { return true }
        return label == (filter.classRole == .truth ? labelling?.labels[image] : outcomes?.predicted(image))
    }

    /// Whether a text stands in an image's path, or in the name of its class or of the predicted one.
    private func textSearch(_ text: String) -> (Int) -> Bool {
        let search = TextSearch(text)
        let isFoundInClass = (labelling?.classes ?? []).map(search.finds)
        let isFoundInUnreadable = search.finds(in: "unreadable")
        return { image in
            if let label = labelling?.labels[image], isFoundInClass[label] { return true }
            if let predicted = outcomes?.predicted(image), isFoundInClass[predicted] { return true }
            if isFoundInUnreadable, unreadable[image] != nil { return true }
            return images.name(image).withUnsafeBufferPointer(search.finds)
        }
    }

    /// Smaller comes first; images without an answer come last.
    private func key(_ outcome: Outcome, _ order: Browse.Order) -> Float {
        switch order {
        case .dataset: 0
        case .loss: outcome.truth?.probability ?? .greatestFiniteMagnitude
        case .margin: outcome.truth?.margin ?? outcome.lead
        case .confidence: outcome.confidence
        }
    }
}
