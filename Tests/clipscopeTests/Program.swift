import Foundation
import Testing

let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// The real executable, run in a folder of its own that is its home, its working directory and its cache.
final class Program {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "clipscope-\(UUID().uuidString)")
            .resolvingSymlinksInPath()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    struct Result {
        let status: Int32
        let output: String
        let messages: String

        /// The messages without the paths of this run.
        var lines: [String] { messages.split(separator: "\n").map(String.init) }

        func json() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        }
    }

    /// Beside the test bundle.
    static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "clipscope")

    @discardableResult
    func callAsFunction(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
        try run(arguments, environment: environment)
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
        let process = try start(Self.executable, arguments, environment: environment)
        process.waitUntilExit()
        return try result(process)
    }

    func shell(_ line: String) throws -> Result {
        let process = try start(URL(filePath: "/bin/bash"), ["-c", line], environment: [:])
        process.waitUntilExit()
        return try result(process)
    }

    private var outputFile: URL { folder.appending(path: ".output") }
    private var messagesFile: URL { folder.appending(path: ".messages") }

    /// What every process of it sees. The kernel that someone wants tested is theirs too.
    var environment: [String: String] {
        let kernel = ProcessInfo.processInfo.environment.filter { $0.key == "OPENBLAS_CORETYPE" }
        return kernel.merging([
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "CLIPSCOPE_HOME": repository.path, "LANG": "C.UTF-8",
            "COLUMNS": "80", "TERM": "xterm-256color", "clipscope": Self.executable.path,
        ]) { $1 }
    }

    func start(_ executable: URL, _ arguments: [String], environment: [String: String]) throws -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = self.environment.merging(environment) { $1 }
        for file in [outputFile, messagesFile] { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: messagesFile)
        try process.run()
        return process
    }

    func result(_ process: Process) throws -> Result {
        Result(
            status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            output: try String(contentsOf: outputFile, encoding: .utf8),
            messages: try String(contentsOf: messagesFile, encoding: .utf8))
    }

    @discardableResult
    func write(_ path: String, _ text: String) throws -> URL { try write(path, Data(text.utf8)) }

    @discardableResult
    func write(_ path: String, _ data: Data) throws -> URL {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
        return file
    }

    /// Copies sample photos: path here -> path below sample-data/photos/images.
    func copyPhotos(_ photos: [String: String]) throws {
        for (path, photo) in photos {
            try write(path, Data(contentsOf: repository.appending(path: "sample-data/photos/images/\(photo)")))
        }
    }

    /// A dataset "zoo" of three classes and six photos.
    /// Eight images of animals and eight of plants.
    func copyFarm() throws {
        let images = repository.appending(path: "sample-data/photos/images")
        for folder in ["animals", "plants"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: images.appending(path: folder).path)
            for name in names.sorted().prefix(8) {
                try copyPhotos(["farm/\(folder)/\(name)": "\(folder)/\(name)"])
            }
        }
    }

    func copyZoo() throws {
        try copyPhotos([
            "zoo/feline/cat.jpg": "animals/cat.jpg", "zoo/wild_bird/owl.jpg": "animals/owl.jpg",
            "zoo/wild_bird/owl-2.jpg": "animals/owl-2.jpg", "zoo/flower/rose.png": "plants/rose.png",
            "zoo/flower/daffodil.jpg": "plants/daffodil.jpg", "zoo/flower/iris.png": "plants/iris.png",
        ])
    }
}
