import Foundation

/// The members of a tar archive, header by header: contents are passed over, or read when asked for.
final class TarFile {
    struct Member {
        let name: [UInt8]
        let offset: Int
        let size: Int
    }

    enum Failure: Error, Equatable {
        case noHeader(offset: Int)
        case endsEarly(expected: Int, found: Int)
    }

    private let source: any TarSource
    private var position = 0
    /// Names and labels are short.
    private static let longestText = 1 << 20
    /// Of contents whose end is not known yet.
    private static let longest = 1 << 60

    init(_ source: any TarSource) {
        self.source = source
    }

    /// - Throws: `POSIXError`
    convenience init(_ path: FilePath) throws {
        self.init(try PlainTar(path))
    }

    /// Of the file when it was opened.
    var fileVersion: FileVersion { source.fileVersion }

    /// The next file in the archive; nil behind the last.
    /// - Throws: `TarFile.Failure`, `POSIXError`
    func next() throws -> Member? {
        var longName: [UInt8]?
        var extended: [String: [UInt8]] = [:]
        while try source.reaches(position + 1) {
            let start = position
            let block = try bytes(at: start, count: TarHeader.size)
            if block.allSatisfy({ $0 == 0 }) { return nil }
            guard let header = TarHeader(block) else { throw Failure.noHeader(offset: start) }
            let size = header.kind == .file ? extended["size"].flatMap(Self.number) ?? header.size : header.size
            let offset = start + TarHeader.size
            guard header.kind != .empty else {
                position = offset
                (longName, extended) = (nil, [:])
                continue
            }
            guard size <= (source.length ?? Self.longest) - offset else {
                throw Failure.endsEarly(expected: offset.plus(size) ?? .max, found: source.known)
            }
            position = offset + (size + TarHeader.size - 1) / TarHeader.size * TarHeader.size
            switch header.kind {
            case .longName: longName = Array(try text(at: offset, count: size).prefix { $0 != 0 })
            case .extended: extended.merge(Self.records(try text(at: offset, count: size))) { $1 }
            case .file:
                guard try source.reaches(offset + size) else {
                    throw Failure.endsEarly(expected: offset + size, found: source.known)
                }
                return Member(name: extended["path"] ?? longName ?? header.name, offset: offset, size: size)
            case .other, .empty: (longName, extended) = (nil, [:])
            }
        }
        return nil
    }

    /// - Throws: `TarFile.Failure`, `POSIXError`
    func contents(of member: Member) throws -> ArraySlice<UInt8> { try text(at: member.offset, count: member.size) }

    private func text(at offset: Int, count: Int) throws -> ArraySlice<UInt8> {
        try bytes(at: offset, count: min(count, Self.longestText))
    }

    private func bytes(at offset: Int, count: Int) throws -> ArraySlice<UInt8> {
        try source.bytes(at: offset, count: count)
    }

    /// "length key=value\n" after one another.
    private static func records(_ text: ArraySlice<UInt8>) -> [String: [UInt8]] {
        var records: [String: [UInt8]] = [:]
        var rest = text
        while let space = rest.firstIndex(of: UInt8(ascii: " ")),
            let length = number(rest[..<space]), length > space - rest.startIndex, length <= rest.count
        {
            let record = rest[(space + 1)..<(rest.startIndex + length)].dropLast()
            if let equals = record.firstIndex(of: UInt8(ascii: "=")) {
                records[String(decoding: record[..<equals], as: UTF8.self)] = Array(record[(equals + 1)...])
            }
            rest = rest.dropFirst(length)
        }
        return records
    }

    private static func number(_ digits: some Collection<UInt8>) -> Int? {
        let value = Int(String(decoding: digits, as: UTF8.self))
        return value.flatMap { $0 < 0 ? nil : $0 }
    }
}

extension TarFile.Failure: CustomStringConvertible {
    var description: String {
        switch self {
        case .noHeader(let offset): "is no tar archive: no header at byte \(offset)"
        case .endsEarly(let expected, let found):
            "is cut short: it has \(found) bytes, and a member ends at byte \(expected)"
        }
    }
}
