import Foundation
import Model

/// The user's directories, the cache and the history in them.
struct FileChecks {
    let directories: Directories

    var all: [Check] {
        [
            writable(
                "cache", directories.cache, advice: "images are encoded anew each time; set XDG_CACHE_HOME"),
            writable("settings", directories.configuration, advice: "set XDG_CONFIG_HOME"),
            writable("state", directories.state, advice: "history is not kept; set XDG_STATE_HOME"),
            cache, history,
        ].compactMap { $0 }
    }

    private func writable(_ area: String, _ folder: URL, advice: String) -> Check {
        var existing = folder.standardizedFileURL
        while !FileManager.default.fileExists(atPath: existing.path), existing.path != "/" {
            existing = existing.deletingLastPathComponent().standardizedFileURL
        }
        guard access(existing.path, W_OK | X_OK) == 0 else {
            let reason = String(cString: strerror(errno))
            return .warning(area, "\(folder.path): \(existing.path) cannot be written: \(reason)", advice: advice)
        }
        return .ok(
            area, folder.path + (existing.path == folder.standardizedFileURL.path ? "" : " (is made when needed)"))
    }

    /// Nil while there is none; looking must not make one.
    private var cache: Check? {
        do {
            guard let summary = try EmbeddingStore.existing(in: directories.cache)?.summary() else { return nil }
            let size = summary.bytes.formatted(.byteCount(style: .file))
            return .ok("embeddings", "\(summary.embeddings) of \(summary.files) files, \(size)")
        } catch {
            return .warning(
                "embeddings", message(of: error), advice: "remove the file; it is only a cache, and is built anew")
        }
    }
    private var history: Check? {
        do {
            guard let history = try History.existing(in: directories.state) else { return nil }
            let (runs, sets) = (try history.runs().count, try history.newestSets().count)
            return .ok("history", "\(runs) evaluations, \(sets) saved prompt sets")
        } catch {
            return .warning("history", message(of: error), advice: "nothing is recorded until then")
        }
    }
}
