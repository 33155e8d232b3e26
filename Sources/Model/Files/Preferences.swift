import Foundation

/// What the user always wants where no option says otherwise: config.toml in their configuration directory, see
/// docs/formats.md.
package struct Preferences: Equatable, Sendable {
    package var model: String?
    package var dataset: String?
    package var precision: String?
    /// At least 1.
    package var threads: Int?
    package var theme: String?
    package var pictures: String?
    /// File and line of a key.
    package private(set) var places: [String: String] = [:]

    package enum Failure: Error, Equatable {
        case unexpected(key: String, value: String, expected: String, place: String)
    }

    package init() {}

    /// - Returns: nothing, where there is no such file.
    /// - Throws: `TOMLFile.Failure`, `Preferences.Failure`
    package init(in directory: URL) throws {
        let file = directory.appending(path: "config.toml")
        guard FilePath(file).presence != .absent else { return }
        let toml = try TOMLFile(contentsOf: file)
        let keys = ["theme", "pictures", "model", "dataset", "precision", "threads"]
        try toml.check(keys: keys)
        for key in keys { places[key] = file.place(toml.line(of: key)) }
        (theme, pictures) = (try toml.string("theme"), try toml.string("pictures"))
        (model, dataset) = (try toml.string("model"), try toml.string("dataset"))
        precision = try toml.string("precision")
        if let count = try toml.integer("threads") {
            guard Self.threadCounts.contains(count) else {
                let (least, most) = (Self.threadCounts.lowerBound, Self.threadCounts.upperBound)
                throw unexpected("threads", "\(count)", "\(least) to \(most)")
            }
            threads = count
        }
    }

    package static let threadCounts = 1...1024

    package func unexpected(_ key: String, _ value: String, _ expected: String) -> Failure {
        .unexpected(key: key, value: value, expected: expected, place: places[key] ?? "config.toml")
    }
}

extension Preferences.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unexpected(let key, let value, let expected, let place):
            "\(place): \(key) is \"\(value)\", expected \(expected)"
        }
    }
}
