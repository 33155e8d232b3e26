import Model

extension State {
    mutating func toggleMark() -> [Work] {
        guard let image = browse.selected else { return [] }
        remarks[image].mark = remarks.isMarked(image) ? nil : History.Remark.marked
        return keepRemark(on: image)
    }

    /// An empty text takes the note away.
    mutating func note(_ text: String, on image: Int) -> [Work] {
        let text = text.trimmingSpaces
        remarks[image].note = text.isEmpty ? nil : text
        return keepRemark(on: image)
    }

    /// The image stays listed for now, even where the filter wants others.
    private mutating func keepRemark(on image: Int) -> [Work] {
        guard let dataset else { return [] }
        if browse.filter.remark != nil || !browse.filter.text.isEmpty { relist(pinning: true) }
        return [.keepRemark(remarks[image], on: dataset.images.path(image))]
    }
}

extension String {
    fileprivate var trimmingSpaces: String {
        let start = drop { $0.isWhitespace }
        return String(start.reversed().drop { $0.isWhitespace }.reversed())
    }
}
