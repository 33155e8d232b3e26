import Foundation
import Model

extension History {
    /// The recorded run that "run:12" means; nil for another name.
    /// - Throws: `HistoryError` where there is no such run.
    static func recorded(named name: String) throws -> RecordedRun? {
        guard name.hasPrefix("run:"), let id = Int(name.dropFirst(4)) else { return nil }
        guard let history = try existing(in: Directories.current.state) else {
            throw HistoryError.noRun(id, known: nil)
        }
        return try history.run(id)
    }
}

extension PromptSet {
    enum NameFailure: Error {
        case unknown(String, known: [String])
    }

    /// A prompt set as people name it: a file, a published set, or one that was saved in the history.
    /// - Parameter mayLackPlaceholders: takes a file's templates and names as they are, to be looked at.
    /// - Throws: `PromptSet.NameFailure`, `HistoryError`, or what reading the file throws.
    init(named name: String, _ home: Home, mayLackPlaceholders: Bool = false) throws {
        if let waffle = try PromptSet(waffle: name) {
            self = waffle
            return
        }
        let file = URL(typed: name)
        if file.isFile {
            try self.init(contentsOf: file, mayLackPlaceholders: mayLackPlaceholders)
            return
        }
        if let published = try home.templates.set(named: name) {
            self = published
            return
        }
        let history = try History.existing(in: Directories.current.state)
        let saved = try history?.newestSets().map(\.name) ?? []
        guard let history, saved.contains(where: { name == $0 || name.hasPrefix($0 + "@") }) else {
            throw NameFailure.unknown(name, known: saved + home.templates.names)
        }
        self = try history.savedSet(name).promptSet
    }
}

extension PromptSet.NameFailure: CustomStringConvertible {
    var description: String {
        switch self {
        case .unknown(let name, let known):
            "\"\(name)\" is neither a file nor a prompt set, found \(known.joined(separator: ", "))"
        }
    }
}
