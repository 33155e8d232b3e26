import Foundation

/// Where an image's bytes are. Whoever wants the picture asks here.
package enum ImageSource: Hashable, Sendable {
    case file(FilePath)
    case member(ImageArchive.Member)

    package init(_ file: URL) {
        self = .file(FilePath(file))
    }

    /// - Throws: `ImageError`
    package func picture() throws -> Picture {
        let bytes = try bytes()
        guard case .member(let member) = self, let layout = member.archive.pixels else {
            return try Picture(decoding: bytes, file: file)
        }
        return layout.picture(bytes)
    }

    /// Of the image file's bytes, wherever they lie; of bare pixels with their layout.
    /// - Throws: `ImageError`
    package func contentHash() throws -> ContentHash {
        let bytes = try bytes()
        guard case .member(let member) = self, let layout = member.archive.pixels else { return ContentHash(of: bytes) }
        return ContentHash(of: Data("\(layout) ".utf8) + bytes)
    }

    /// Of the file: for an image in an archive, of the archive when it was listed. Nil where there is no such file.
    package var fileVersion: FileVersion? {
        switch self {
        case .file(let path): FileVersion(path)
        case .member(let member): member.archive.fileVersion
        }
    }

    /// Different for different images, and the same tomorrow. (No file has a name like an archive's member: it would
    /// lie below the archive, which is a file itself.)
    package var key: String {
        switch self {
        case .file(let path): path.text
        case .member(let member): "\(member.archive.path.text)//\(member.offset)+\(member.count)"
        }
    }

    /// Where it is, for messages: an image in an archive is named as if it lay in a folder.
    package var file: URL {
        switch self {
        case .file(let path): path.url
        case .member(let member): member.archive.path.appending(member.name.bytes).url
        }
    }

    /// How many bytes the image takes; nil where there is no such file.
    package var byteCount: Int? {
        switch self {
        case .file(let path): path.status().map { Int($0.st_size) }
        case .member(let member): member.archive.byteCount(of: member)
        }
    }

    private func bytes() throws -> Data {
        do {
            if let count = byteCount, count > ImageError.longFile { try checkStart(of: count) }
            switch self {
            case .file(let path): return try path.contents()
            case .member(let member): return try member.archive.bytes(of: member)
            }
        } catch let error as ImageError {
            throw error
        } catch let error as POSIXError where error.code == .ENOENT {
            throw ImageError.noSuchFile(file)
        } catch let error as POSIXError where error.code == .EISDIR {
            throw ImageError.isDirectory(file)
        } catch {
            throw ImageError.unreadable(file, reason: message(of: error))
        }
    }

    /// A long file has to begin like a picture before all of it is read.
    private func checkStart(of count: Int) throws {
        let start: Data
        switch self {
        case .file(let path): start = Data(try path.start(count: 64))
        case .member(let member):
            guard member.archive.pixels == nil else { return }
            start = try member.archive.bytes(of: member, first: 64)
        }
        guard ImageFormat(of: start) != nil else {
            throw ImageError.notAnImage(file, found: ImageFormat.description(of: start))
        }
        try BoundedFile.check(count, atMost: ImageError.fileLimit)
    }
}

extension ImageSource {
    /// The file that a `key` speaks of: the image's, or its archive's.
    static func file(ofKey key: String) -> FilePath {
        let archive = key.firstMatch(of: /\/\/\d+\+\d+$/).map { key[..<$0.range.lowerBound] }
        return FilePath(text: String(archive ?? key[...]))
    }
}
