import Foundation

/// The user's directories (XDG Base Directory Specification 0.8): what is not absolute there does not count.
package struct Directories: Sendable, Equatable {
    /// Can be rebuilt: embeddings.
    package let cache: URL
    /// Written by the user or for them: themes, settings.
    package let configuration: URL
    /// Kept between runs: history.
    package let state: URL

    package init(environment: [String: String]) {
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        func directory(_ variable: String, _ fallback: String) -> URL {
            let base = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/\(fallback)"
            return URL(filePath: "\(base)/clipscope", directoryHint: .isDirectory)
        }
        cache = directory("XDG_CACHE_HOME", ".cache")
        configuration = directory("XDG_CONFIG_HOME", ".config")
        state = directory("XDG_STATE_HOME", ".local/state")
    }
}
