import Foundation

/// What a hub says of one file (HEAD /NAME/resolve/COMMIT/FILE). Files in large file storage are told by the X-Linked
/// headers, and their etag is the SHA-256; of others it is git's own name of the content.
struct RemoteFile: Sendable, Equatable {
    let name: String
    /// The blob's name in the cache.
    let etag: String
    /// Bytes.
    let size: Int

    /// - Throws: `HubError.malformedAnswer`
    init(_ name: String, commit: String, _ answer: HubClient.Answer) throws {
        let url = answer.url.absoluteString
        func header(_ names: String...) -> String? { names.lazy.compactMap(answer.hub.header).first }
        guard let tag = header("X-Linked-Etag", "ETag") else {
            throw HubError.malformedAnswer(url: url, reason: "has no ETag")
        }
        let etag = (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...]).trimmingCharacters(in: ["\""])
        guard Self.isFileName(etag) else {
            throw HubError.malformedAnswer(url: url, reason: "the ETag \"\(etag)\" is not the name of a blob")
        }
        guard let size = header("X-Linked-Size", "Content-Length").flatMap({ Int($0) }), size >= 0 else {
            throw HubError.malformedAnswer(url: url, reason: "does not tell the file's size")
        }
        if let found = answer.hub.header("X-Repo-Commit"), found != commit {
            throw HubError.malformedAnswer(url: url, reason: "is of commit \"\(found)\", expected \(commit)")
        }
        (self.name, self.etag, self.size) = (name, etag, size)
    }

    /// No folder, no hidden file, nothing that means something to a shell or a terminal.
    private static func isFileName(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && !text.hasPrefix(".")
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
            }
    }
}
