import Foundation

/// A model repository on a Hugging Face hub, "openai/clip-vit-base-patch32"; its folder in a cache bears its name.
/// The rules are huggingface_hub's (utils/_validators.py, validate_repo_id), so that no name leaves the cache.
package struct RepositoryName: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    /// Nil for what is no such name: "..", "/etc/passwd", "a/b/c", "a--b".
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard text.utf8.count <= 96, (1...2).contains(parts.count), parts.allSatisfy(Self.isPart),
            !text.contains("--"), !text.contains(".."), !text.hasSuffix(".git")
        else { return nil }
        description = text
    }

    private static func isPart(_ part: Substring) -> Bool {
        let isOuter: (Character) -> Bool = { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard let first = part.first, let last = part.last, isOuter(first), isOuter(last) else { return false }
        return part.allSatisfy { isOuter($0) || $0 == "-" || $0 == "." }
    }

    /// "models--openai--clip-vit-base-patch32"
    var folder: String { "models--" + description.replacing("/", with: "--") }

    /// Of a folder in a cache.
    init?(folder: String) {
        guard folder.hasPrefix("models--") else { return nil }
        self.init(String(folder.dropFirst("models--".count)).replacing("--", with: "/"))
    }

    /// Of a directory CACHE/models--ORG--NAME/snapshots/COMMIT.
    init?(snapshot: URL) {
        let parts = snapshot.pathComponents.suffix(3)
        guard parts.count == 3, parts[parts.endIndex - 2] == "snapshots" else { return nil }
        self.init(folder: parts[parts.startIndex])
    }
}
