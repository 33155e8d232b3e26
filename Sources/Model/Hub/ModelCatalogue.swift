import Foundation

/// The models that are here: the embedded one, then those of the hub's cache. Weights are not read.
package struct ModelCatalogue: Sendable {
    package struct Entry: Sendable {
        package enum Content: Sendable {
            case usable(ModelFacts)
            /// What is not supported, or missing.
            case unusable(reason: String)
        }

        /// What --model takes: "embedded", "openai/clip-vit-base-patch32".
        package let name: String
        /// A model directory.
        package let location: URL
        package let content: Content

        init(name: String, location: URL) {
            (self.name, self.location) = (name, location)
            do {
                let facts = try ModelFacts(contentsOf: location)
                content =
                    facts.isComplete
                    ? .usable(facts) : .unusable(reason: "its weights are not here, or not all of them")
            } catch {
                let reason = message(of: error).replacing(location.path + "/", with: "")
                content = .unusable(reason: reason)
            }
        }
    }

    package static let embedded = "embedded"

    package enum Failure: Error, Equatable {
        case unknown(String, path: String, known: [String])
    }

    private let home: Home
    private let cache: HubCache

    package init(home: Home, cache: HubCache) {
        (self.home, self.cache) = (home, cache)
    }

    /// Read anew each time it is asked for.
    package var entries: [Entry] {
        [Entry(name: Self.embedded, location: home.model)]
            + cache.repositories(.model).compactMap { name in
                cache.snapshot(of: name).map { Entry(name: name.description, location: $0) }
            }
    }

    /// A model as people name it: a directory or a file of weights, "embedded", or a repository in the cache.
    /// - Throws: `ModelCatalogue.Failure`
    package func location(of name: String, in directory: URL) throws -> URL {
        let path = name.hasPrefix("/") ? name : directory.appending(path: name).standardizedFileURL.path
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
            return URL(filePath: path, directoryHint: isDirectory.boolValue ? .isDirectory : .notDirectory)
        }
        if name == Self.embedded { return home.model }
        if let snapshot = RepositoryName(name).flatMap({ cache.snapshot(of: $0) }) { return snapshot }
        throw Failure.unknown(name, path: path, known: entries.map(\.name))
    }
}

extension ModelCatalogue.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknown(let name, let path, let known):
            "no model \(name): neither \(path) nor one of \(listing(known))"
                + (RepositoryName(name) == nil ? "" : "; `clipscope pull \(name)` fetches one from the hub")
        }
    }
}
