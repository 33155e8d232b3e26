import Foundation

/// What this process occupies of the machine's memory, in bytes.
package struct ResidentMemory: Sendable, Encodable {
    /// The most that there was at a time.
    package let peak: Int
    /// Its own.
    package let anonymous: Int
    /// Pages of files that it maps: the kernel takes them back when others need memory.
    package let file: Int

    /// Nil where the kernel does not tell.
    package static func current() -> ResidentMemory? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        func bytes(_ name: String) -> Int? {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
            return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
        }
        guard let peak = bytes("VmHWM"), let anonymous = bytes("RssAnon"), let file = bytes("RssFile") else {
            return nil
        }
        return ResidentMemory(peak: peak, anonymous: anonymous, file: file + (bytes("RssShmem") ?? 0))
    }
}
