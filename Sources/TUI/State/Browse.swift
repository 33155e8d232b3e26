import Foundation
import Model

/// Which images are listed, in which order, and which one is selected.
package struct Browse: Equatable, Sendable {
    package enum Order: String, CaseIterable, Sendable {
        case dataset = "dataset order"
        case loss = "most wrong"
        case margin = "small margin"
        case confidence = "low confidence"
    }

    package enum Verdict: String, Sendable { case wrong, right, flipped }

    package enum ClassRole: String, CaseIterable, Sendable {
        case truth = "true class"
        case predicted = "predicted as"
    }

    package struct Filter: Equatable, Sendable {
        package var verdict: Verdict?
        package var classRole = ClassRole.truth
        package var label: Int?
        package var text = ""

        package var isEmpty: Bool { verdict == nil && label == nil && text.isEmpty }
    }

    package var filter = Filter()
    package var order = Order.dataset
    /// The images listed, in order.
    package var rows: [Int] = []
    /// An index of the dataset's images, also when the filter hides it.
    package var selected: Int?
    /// The row at the top of the list.
    package var top = 0

    package var selectedRow: Int? { selected.flatMap { rows.firstIndex(of: $0) } }
}

extension State {
    /// Makes the list anew; the selected image stays where it is on the screen.
    /// - Parameter pinning: the selected image stays listed even if the filter no longer wants it, so that
    ///   an edit never takes away what one is looking at.
    mutating func relist(pinning: Bool) {
        guard let dataset else { return }
        let pinned = pinning ? browse.selected : nil
        let before = browse.selectedRow.map { $0 - browse.top }
        var rows = dataset.images.indices.filter { isListed($0) || $0 == pinned }
        if browse.order != .dataset {
            let keys = rows.map { sortKey($0) }
            let order = rows.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
            rows = order.map { rows[$0] }
        }
        browse.rows = rows
        if browse.selectedRow == nil { browse.selected = rows.first }
        if let row = browse.selectedRow { browse.top = row - (before ?? 0) }
        clampBrowse()
    }

    private func isListed(_ image: Int) -> Bool {
        let filter = browse.filter
        let outcome = outcome(of: image)
        switch filter.verdict {
        case .wrong: if outcome?.isRight != false { return false }
        case .right: if outcome?.isRight != true { return false }
        case .flipped:
            guard let change = scores.change else { return false }
            if !change.turnedRight.contains(image) && !change.turnedWrong.contains(image) { return false }
        case nil: break
        }
        if let label = filter.label {
            let own = filter.classRole == .truth ? trueLabel(of: image) : outcome?.predicted
            if own != label { return false }
        }
        return filter.text.isEmpty || matches(image, filter.text)
    }

    private func matches(_ image: Int, _ text: String) -> Bool {
        let names = [
            dataset?.images[image].path, className(trueLabel(of: image)), className(outcome(of: image)?.predicted),
            unreadable[image].map { _ in "unreadable" },
        ]
        return names.contains { $0?.range(of: text, options: [.caseInsensitive, .diacriticInsensitive]) != nil }
    }

    /// Smaller comes first; images without an answer come last.
    private func sortKey(_ image: Int) -> Float {
        guard let outcome = outcome(of: image) else { return .infinity }
        switch browse.order {
        case .dataset: return 0
        case .loss: return outcome.truth.map { -$0.loss } ?? .greatestFiniteMagnitude
        case .margin: return outcome.truth?.margin ?? outcome.lead
        case .confidence: return outcome.confidence
        }
    }

    mutating func select(row: Int) {
        guard !browse.rows.isEmpty else { return browse.selected = nil }
        let row = min(max(0, row), browse.rows.count - 1)
        browse.selected = browse.rows[row]
        let height = max(1, layout.images.height)
        browse.top = min(max(browse.top, row - height + 1), row)
        clampBrowse()
    }

    mutating func clampBrowse() {
        browse.top = max(0, min(browse.top, browse.rows.count - layout.images.height))
    }

    /// The next wrong image in the list's order, round the end if need be.
    mutating func selectWrong(step: Int) {
        let count = browse.rows.count
        guard count > 0 else { return }
        let start = browse.selectedRow ?? (step > 0 ? -1 : 0)
        for distance in 1...count {
            let row = ((start + step * distance) % count + count) % count
            if outcome(of: browse.rows[row])?.isRight == false { return select(row: row) }
        }
    }
}
