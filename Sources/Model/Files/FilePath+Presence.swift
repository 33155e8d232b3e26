import Foundation

extension FilePath {
    /// Whether something lies at a path. A link that leads nowhere is not the same as nothing.
    package enum Presence: Equatable, Sendable {
        case there, absent
        /// Why nobody can tell.
        case unreachable(reason: String)
    }

    package var presence: Presence {
        if status() != nil { return .there }
        let error = POSIXError.last
        guard error.code == .ENOENT else { return .unreachable(reason: message(of: error)) }
        // The first of its folders, or itself, that is a link to nothing.
        for end in bytes.indices.dropFirst().filter({ bytes[$0] == UInt8(ascii: "/") }) + [bytes.count] {
            let part = FilePath(bytes: bytes[..<end])
            guard let target = part.target else { continue }
            if part.status() == nil {
                return .unreachable(reason: "\(part.text) is a link to \(target.text), which is not there")
            }
        }
        return .absent
    }

    /// Where a link leads; nil for all else.
    private var target: FilePath? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = withCString { path in
            buffer.withUnsafeMutableBytes { readlink(path, $0.baseAddress!, $0.count) }
        }
        return count < 0 ? nil : FilePath(bytes: buffer[..<count])
    }
}
