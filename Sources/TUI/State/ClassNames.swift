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
        classNames[label] = names.names.isEmpty || names.names == [label] ? nil : names.names
    }
}
