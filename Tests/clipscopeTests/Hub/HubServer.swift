import Foundation
import Testing

/// A hub on loopback (server.py, which tells its faults) with one small repository under every name.
final class HubServer {
    static let commit = "0123456789abcdef0123456789abcdef01234567"
    /// Of the branch with what the hub converted.
    static let convertedCommit = "fedcba9876543210fedcba9876543210fedcba98"

    /// For 127.0.0.1 and localhost, by no authority that a machine trusts; with its key.
    static let certificate = repository.appending(path: "Tests/clipscopeTests/Hub/loopback.pem")

    private let process = Process()
    private let input = Pipe()
    private let port: Int
    private let scheme: String
    private let log: URL
    /// What it serves.
    let folder: URL

    /// - Parameters:
    ///   - tower: a folder of the goldens, whose model is served.
    ///   - faults: JSON, the keys of server.py.
    ///   - isSecure: whether it speaks TLS, with `certificate`.
    convenience init(
        _ tower: String, _ program: Program, faults: String = "{}", adding files: [String: String] = [:],
        isSecure: Bool = false
    ) throws {
        let goldens = repository.appending(path: "Tests/ModelTests/Goldens/towers/\(tower)")
        try self.init(program, faults: faults, isSecure: isSecure) { folder in
            try FileManager.default.copyItem(at: goldens, to: folder)
            for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        }
    }

    /// - Parameter fill: makes the folder that is served.
    init(
        _ program: Program, faults: String = "{}", isSecure: Bool = false, filledBy fill: (URL) throws -> Void
    ) throws {
        scheme = isSecure ? "https" : "http"
        folder = program.folder.appending(path: "served-\(UUID().uuidString)")
        log = folder.appendingPathExtension("log")
        try fill(folder)
        try Data().write(to: log)
        let faultsFile = folder.appendingPathExtension("json")
        try Data(faults.utf8).write(to: faultsFile)
        let script = repository.appending(path: "Tests/clipscopeTests/Hub/server.py")
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["python3", script.path, folder.path, faultsFile.path, log.path] + (isSecure ? [Self.certificate.path] : [])
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n"), case let data = output.fileHandleForReading.availableData, !data.isEmpty
        {
            line += data
        }
        port = try #require(
            Int(String(decoding: line.dropLast(), as: UTF8.self)),
            "the loopback server did not start; it needs python3 (scripts/setup)")
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    struct Request {
        let method: String
        let path: String
        let host: String
        let range: String?
        let authorization: String?

        var file: String { String(path.split(separator: "/").last ?? "") }
        /// Whether it went to the host that the files' bytes lie on.
        var isOfStorage: Bool { host.hasPrefix("localhost") }
    }

    func requests() throws -> [Request] {
        try objects().filter { $0["method"] != nil }.map { object in
            Request(
                method: object["method"] as? String ?? "", path: object["path"] as? String ?? "",
                host: object["host"] as? String ?? "", range: object["range"] as? String,
                authorization: object["authorization"] as? String)
        }
    }

    private func objects() throws -> [[String: Any]] {
        try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    /// Bytes of bodies without end that the program took before it left.
    func endlessBytes() throws -> [Int] { try objects().compactMap { $0["endless"] as? Int } }

    /// For the program: this hub, and a cache in its own folder.
    var environment: [String: String] {
        ["HF_ENDPOINT": "\(scheme)://127.0.0.1:\(port)", "HF_HOME": "hf", "HF_TOKEN": "the-token"]
    }
}

/// The cache that `HubServer.environment` names.
struct HubFolder {
    let repository: URL

    init(_ program: Program, _ folder: String = "models--acme--tiny") {
        repository = program.folder.appending(path: "hf/hub/\(folder)")
    }

    var snapshot: URL { repository.appending(path: "snapshots/\(HubServer.commit)") }

    func names(_ folder: String) -> [String] {
        let path = repository.appending(path: folder).path
        return (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
    }

    var snapshotNames: [String] { names("snapshots/\(HubServer.commit)") }
}
