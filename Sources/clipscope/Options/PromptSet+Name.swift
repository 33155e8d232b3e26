import Foundation
import Model

extension PromptSet {
    enum NameFailure: Error {
        case unknown(String, known: [String])
    }

    /// A prompt set as people name it: a file, or a published set.
    /// - Parameter mayLackPlaceholders: takes a file's templates and names as they are, to be looked at.
    /// - Throws: `PromptSet.NameFailure`, or what reading the file throws.
    init(named name: String, _ home: Home, mayLackPlaceholders: Bool = false) throws {
        let file = URL(typed: name)
        if FileManager.default.fileExists(atPath: file.path) {
            try self.init(contentsOf: file, mayLackPlaceholders: mayLackPlaceholders)
        } else if let published = try home.templates.set(named: name) {
            self = published
        } else {
            throw NameFailure.unknown(name, known: home.templates.names)
        }
    }
}

extension PromptSet.NameFailure: CustomStringConvertible {
    var description: String {
        switch self {
        case .unknown(let name, let known):
            "\"\(name)\" is neither a file nor a template set, found \(known.joined(separator: ", "))"
        }
    }
}
