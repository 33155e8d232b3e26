import Model

/// What the user marked and noted of the dataset's images.
package struct Remarks: Equatable, Sendable {
    /// The images that a filter can ask for.
    package enum Kind: String, CaseIterable, Sendable {
        case marked
        case noted = "with a note"
    }

    private var remarks: [Int: History.Remark]

    /// - Parameter remarks: by the image's index in the dataset.
    package init(_ remarks: [Int: History.Remark] = [:]) {
        self.remarks = remarks
    }

    package subscript(image: Int) -> History.Remark {
        get { remarks[image] ?? History.Remark() }
        set { remarks[image] = newValue.isEmpty ? nil : newValue }
    }

    package var isEmpty: Bool { remarks.isEmpty }

    package func isMarked(_ image: Int) -> Bool { remarks[image]?.mark != nil }

    package func note(on image: Int) -> String? { remarks[image]?.note }

    func contains(_ image: Int, _ kind: Kind) -> Bool {
        kind == .marked ? isMarked(image) : note(on: image) != nil
    }

    /// Ascending.
    func images(_ kind: Kind) -> [Int32] {
        remarks.keys.filter { contains($0, kind) }.sorted().map { Int32($0) }
    }
}

extension Remarks {
    /// - Parameter kept: by the image's path; what is kept of images that the dataset does not have any more is left out.
    init(_ kept: [String: History.Remark], in images: ImageList) {
        var kept = kept
        var remarks: [Int: History.Remark] = [:]
        for image in images.indices {
            if kept.isEmpty { break }
            if let remark = kept.removeValue(forKey: images.path(image)) { remarks[image] = remark }
        }
        self.init(remarks)
    }
}
