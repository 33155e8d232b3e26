import Foundation

/// A repository on a Hugging Face hub, "openai/clip-vit-base-patch32"; its folder in a cache bears its name.
/// The rules are huggingface_hub's (utils/_validators.py, validate_repo_id), so that no name leaves the cache.
package struct RepositoryName: Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        case model = "models"
        case dataset = "datasets"
    }

    package let kind: Kind
    package let description: String

    /// Nil for what is no such name: "..", "/etc/passwd", "a/b/c", "a--b".
    package init?(_ text: String, _ kind: Kind = .model) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard text.utf8.count <= 96, (1...2).contains(parts.count), parts.allSatisfy(Self.isPart),
            !text.contains("--"), !text.contains(".."), !text.hasSuffix(".git")
        else { return nil }
        self.kind = kind
        description = text
    }

    private static func isPart(_ part: Substring) -> Bool {
        let isOuter: (Character) -> Bool = { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard let first = part.first, let last = part.last, isOuter(first), isOuter(last) else { return false }
        return part.allSatisfy { isOuter($0) || $0 == "-" || $0 == "." }
    }

    /// "models--openai--clip-vit-base-patch32"
    var folder: String { "\(kind.rawValue)--" + description.replacing("/", with: "--") }

    /// Of a folder in a cache.
    init?(folder: String) {
        guard let kind = Kind.allCases.first(where: { folder.hasPrefix($0.rawValue + "--") }) else { return nil }
        self.init(String(folder.dropFirst(kind.rawValue.count + 2)).replacing("--", with: "/"), kind)
    }

    /// Where a hub has its files, below its endpoint: a dataset's name stands behind a folder.
    var path: String { kind == .model ? description : "\(kind.rawValue)/\(description)" }

    /// Of a directory CACHE/models--ORG--NAME/snapshots/COMMIT.
    package init?(snapshot: URL) {
        let parts = snapshot.pathComponents.suffix(3)
        guard parts.count == 3, parts[parts.endIndex - 2] == "snapshots" else { return nil }
        self.init(folder: parts[parts.startIndex])
    }
}
