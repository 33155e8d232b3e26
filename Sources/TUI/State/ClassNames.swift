import Foundation
import Model

/// The names of a class as people type them: "tabby cat; striped cat".
struct ClassNames: Equatable {
    static let separator: Character = ";"

    let names: [String]

    init(_ names: [String]) { self.names = names }

    init(typed text: String) {
        names = text.split(separator: Self.separator).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    var text: String { names.joined(separator: "\(Self.separator) ") }
}

extension PromptSet {
    /// None, or the label itself, need no entry.
    mutating func setNames(_ names: ClassNames, of label: String) {
        callClass(label, names.names.isEmpty || names.names == [label] ? nil : names.names)
    }

    /// - Parameter names: nil for the label itself.
    mutating func callClass(_ label: String, _ names: [String]?) {
        guard classNames[label] != names else { return }
        classNames[label] = names
        keepsLabels = classNames.isEmpty
    }

    /// An added class goes by the first of its names, unless a file gave it a label beside them. None makes it blank.
    /// - Parameters:
    ///   - place: among the added classes, or behind them for a new one.
    ///   - classes: the dataset's, whose names stay.
    mutating func setNames(_ names: ClassNames, ofAdded place: Int, beside classes: [String]) {
        let old = place < added.count ? added[place] : nil
        let keepsLabel = old.map { self.names(of: $0).first != $0 } ?? false
        let label = names.names.isEmpty ? "" : keepsLabel ? old! : names.names[0]
        if let old {
            classNames[old] = nil
            if hidden.remove(old) != nil, !label.isEmpty { hidden.insert(label) }
            added[place] = label
        } else {
            added.append(label)
        }
        if !label.isEmpty, !classes.contains(label) { setNames(names, of: label) }
    }
}
