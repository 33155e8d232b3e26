import Foundation
import Model

/// What stands for "-" among the files of a command: an image, or names of files, one a line.
enum StandardInput {
    enum Failure: Error, CustomStringConvertible {
        case empty
        case tooLarge
        case imageAmongFiles

        var description: String {
            switch self {
            case .empty: "-: standard input is empty, expected an image or names of files, one a line"
            case .tooLarge:
                "-: standard input has more than \(StandardInput.most >> 20) MB, expected an image or names of files"
            case .imageAmongFiles: "-: standard input is an image, which goes alone; name the others in another call"
            }
        }
    }

    private static let most = 256 << 20

    /// The images that are named, "-" replaced by what standard input holds.
    /// - Throws: `Failure`, what writing an image to a file for the while throws, and what `body` throws.
    static func withImages<Result>(_ names: [String], _ body: (Dataset) throws -> Result) throws -> Result {
        guard names.contains("-") else { return try body(Dataset(files: names, in: .workingDirectory)) }
        let data = try FileHandle.standardInput.read(upToCount: most + 1) ?? Data()
        guard !data.isEmpty else { throw Failure.empty }
        guard data.count <= most else { throw Failure.tooLarge }
        guard ImageFormat(of: data) == nil else {
            guard names == ["-"] else { throw Failure.imageAmongFiles }
            return try withFile(data) { try body(Dataset(files: ["-"], in: $0)) }
        }
        let listed = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
        return try body(Dataset(files: names.flatMap { $0 == "-" ? listed : [$0] }, in: .workingDirectory))
    }

    /// A folder in which "-" is a file of these bytes, while `body` runs.
    private static func withFile<Result>(_ data: Data, _ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "clipscope-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try data.write(to: folder.appending(path: "-"))
        return try body(folder)
    }
}
