/// What a blob is called: its content's SHA-256 where it lies in large file storage, git's SHA-1 of others, or anything,
/// as the hub likes it.
struct BlobName: Equatable, Sendable {
    enum Kind: String, Sendable {
        case sha256 = "SHA-256"
        case git = "git hash"
    }

    let text: String
    /// Nil where the name says nothing of the content.
    let kind: Kind?

    init(_ text: String) {
        self.text = text
        kind =
            HubCache.isHexadecimal(text, digits: 64) ? .sha256 : HubCache.isHexadecimal(text, digits: 40) ? .git : nil
    }

    /// Of a blob of so many bytes, which are to follow.
    func digest(size: Int) -> Digest {
        guard kind == .git else { return Digest(.sha256) }
        // What git hashes of a file ("Git Internals: Git Objects").
        let digest = Digest(.sha1)
        Array("blob \(size)\0".utf8).withUnsafeBytes(digest.update)
        return digest
    }
}
