import Foundation

/// Class names as people list them: "tabby cat, dog,bird".
package struct LabelList: Sendable, Equatable {
    package let labels: [String]

    package enum Failure: Error, Equatable {
        case emptyLabel(position: Int, list: String)
        case repeatedLabel(String, list: String)
    }

    /// - Throws: `LabelList.Failure`
    package init(_ list: String) throws {
        labels = list.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        if let position = labels.firstIndex(of: "") {
            throw Failure.emptyLabel(position: position + 1, list: list)
        }
        var seen = Set<String>()
        if let repeated = labels.first(where: { !seen.insert($0).inserted }) {
            throw Failure.repeatedLabel(repeated, list: list)
        }
    }
}

extension LabelList.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .emptyLabel(let position, let list):
            "labels \"\(list)\": label \(position) is empty, expected names separated by commas"
        case .repeatedLabel(let label, let list): "labels \"\(list)\": \"\(label)\" stands there twice"
        }
    }
}
