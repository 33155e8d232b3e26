import Foundation

/// What a download tells while it goes on.
package enum TransferEvent: Sendable {
    /// Of a file's bytes, so many are here.
    case progress(TransferProgress)
    case finished(file: String)
    /// Another program fetches the same file.
    case waitingForAnother(file: String)
    /// Tries again after so many seconds.
    case retrying(reason: String, seconds: Double)
    /// What was chosen of several things.
    case chose(String)
}

/// Fetches lists and files of a repository into the cache. What the cache has is not fetched again.
struct RepositoryDownload {
    let name: RepositoryName
    let client: HubClient
    let cache: HubCache
    let isCancelled: @Sendable () -> Bool
    let report: (TransferEvent) -> Void

    /// - Throws: `HubError.badEndpoint`
    init(
        _ name: RepositoryName, settings: HubSettings, isCancelled: @escaping @Sendable () -> Bool,
        report: @escaping (TransferEvent) -> Void
    ) throws {
        self.name = name
        client = try HubClient(settings, isCancelled: isCancelled) { report(.retrying(reason: $0, seconds: $1)) }
        (cache, self.isCancelled, self.report) = (settings.cache, isCancelled, report)
    }

    /// The files of a branch.
    /// - Throws: `HubError`, `CancellationError`; `HubError.notThere` where there is no such repository or branch.
    func list(_ revision: String = "main") throws -> RepositoryFiles {
        var json = Data()
        let answer = try client.send(
            "GET", "api/\(name.kind.rawValue)/\(name)/revision/\(Self.encoded(revision, keeping: ""))",
            receive: { _, data, isFirst in
                if isFirst { json.removeAll() }
                json += data
                guard json.count <= RepositoryFiles.mostOfList else {
                    throw HubError.tooLarge("\(name): the hub's list of its files", most: RepositoryFiles.mostOfList)
                }
            })
        try check(answer, missing: .notThere(name, endpoint: client.settings.endpoint))
        return try RepositoryFiles(json: json, url: answer.url.absoluteString)
    }

    /// For a URL: letters, digits and -._~ stay (RFC 3986, 2.3).
    static func encoded(_ text: String, keeping others: String = "/") -> String {
        let plain = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~" + others)
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }

    /// - Parameter most: bytes that the file may have.
    func fetch(_ file: String, _ commit: String, atMost most: Int = .max) throws {
        // A commit's files do not change, but disks fail.
        let snapshot = cache.snapshot(of: name, commit: commit)
        guard try !cache.isSound(file, of: name, in: snapshot, isCancelled) else { return }
        let path = "\(name.path)/resolve/\(commit)/\(Self.encoded(file))"
        let head = try client.send("HEAD", path, followsToStorage: false)
        if !(300...399).contains(head.response.status) { try check(head, missing: .noFile(file, name)) }
        let remote = try RemoteFile(file, commit: commit, head)
        guard remote.size <= most else { throw HubError.tooLarge("\(name)/\(file)", most: most) }
        let blob = cache.blob(remote.etag, of: name)
        let lock = try FileLock(
            cache.lock(remote.etag, of: name), isCancelled: isCancelled,
            onWaiting: { report(.waitingForAnother(file: file)) })
        try withExtendedLifetime(lock) {
            if try !cache.isSound(blob, isCancelled) { try download(remote, path, to: blob) }
            try cache.link(file, of: name, commit: commit, to: remote.etag)
        }
        report(.finished(file: file))
    }

    private func download(_ file: RemoteFile, _ path: String, to blob: URL) throws {
        let incomplete = try IncompleteBlob(of: blob, size: file.size, isCancelled: isCancelled)
        if incomplete.size > file.size { try incomplete.clear() }
        var progress = TransferProgress(file: file.name, total: file.size, present: incomplete.size)
        func finish() throws { try incomplete.complete(blob, title: "\(name)/\(file.name)") }
        if incomplete.size < file.size {
            func get() throws -> HubClient.Answer {
                try client.send("GET", path, offset: { incomplete.size }) { response, data, isFirst in
                    if isFirst, try !goesOn(response, at: incomplete.size) { try incomplete.clear() }
                    try incomplete.append(data)
                    // More than was said is not waited for.
                    guard incomplete.size <= file.size else { return try finish() }
                    progress.reached(incomplete.size)
                    report(.progress(progress))
                }
            }
            var answer = try get()
            if answer.response.status == 416 {
                try incomplete.clear()
                answer = try get()
            }
            try check(answer, missing: .noFile(file.name, name))
        }
        try finish()
    }

    /// Whether a body begins at `offset` (206); one that begins at 0 (200) is the whole file again.
    private func goesOn(_ response: HTTPClient.Response, at offset: Int) throws -> Bool {
        guard response.status == 206 else { return offset == 0 }
        let range = response.header("Content-Range") ?? ""
        guard range.hasPrefix("bytes \(offset)-") else {
            throw HubError.malformedAnswer(
                url: "\(client.settings.endpoint)/\(name)",
                reason: "asked for bytes from \(offset), answers Content-Range \"\(range)\"")
        }
        return true
    }

    private func check(_ answer: HubClient.Answer, missing: HubError) throws {
        switch answer.response.status {
        case 200...299: return
        case 401 where answer.isHubs, 403 where answer.isHubs:
            throw HubError.refused(
                name, status: answer.response.status, hasToken: client.settings.token != nil, saying: answer.saying)
        case 404 where answer.isHubs: throw missing
        case let status:
            throw HubError.unexpectedStatus(status, url: answer.url.absoluteString, saying: answer.saying)
        }
    }
}

/// How far a file is, how fast it comes, and how long it will take at that pace.
package struct TransferProgress: Sendable, Equatable {
    package let file: String
    /// Bytes.
    package let total: Int
    package private(set) var present: Int
    /// Bytes a second over the last seconds; nil before there are two moments to compare.
    package private(set) var rate: Double?
    private var moments: [Moment] = []

    private struct Moment: Equatable {
        let time: ContinuousClock.Instant
        let present: Int
    }

    /// The rate is that of so many seconds.
    private static let window = 5.0
    private static let spacing = 0.25

    init(file: String, total: Int, present: Int, at time: ContinuousClock.Instant = .now) {
        (self.file, self.total, self.present) = (file, total, present)
        moments = [Moment(time: time, present: present)]
    }

    mutating func reached(_ present: Int, at time: ContinuousClock.Instant = .now) {
        // The server began anew.
        if present < self.present { moments = [] }
        self.present = present
        if let last = moments.last, (time - last.time) / .seconds(1) < Self.spacing { return }
        moments.append(Moment(time: time, present: present))
        while moments.count > 2, (time - moments[0].time) / .seconds(1) > Self.window { moments.removeFirst() }
        let seconds = (time - moments[0].time) / .seconds(1)
        if seconds > 0 { rate = Double(present - moments[0].present) / seconds }
    }

    package var secondsLeft: Double? {
        rate.flatMap { $0 > 0 ? Double(total - present) / $0 : nil }
    }
}

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
