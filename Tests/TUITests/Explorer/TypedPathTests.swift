import Foundation
import Model
import Testing

@testable import TUI

@Suite struct TypedPathTests {
    private let folder: URL
    private let paths: TypedPath

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "paths-\(UUID().uuidString)")
        for name in ["sets/petals", "home/more"] {
            try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        for name in ["sets/pets.toml", "sets/pets.txt", "sets/.hidden", "notes.txt", "home/own.toml"] {
            try Data().write(to: folder.appending(path: name))
        }
        paths = TypedPath(in: folder, environment: ["HOME": folder.appending(path: "home").path])
    }

    @Test(arguments: [
        ("no", "notes.txt", []), ("s", "sets/", []), ("sets/p", "sets/pet", ["petals/", "pets.toml", "pets.txt"]),
        ("sets/pets", "sets/pets.t", ["pets.toml", "pets.txt"]), ("sets/.", "sets/.hidden", []),
        ("~/o", "~/own.toml", []), ("nothing", "nothing", []), ("gone/x", "gone/x", []),
        ("", "", ["home/", "notes.txt", "sets/"]),
    ])
    func aPathGoesOn(_ typed: String, _ path: String, _ candidates: [String]) {
        let completion = paths.completion(of: typed)
        #expect(completion == PathCompletion(path: path, candidates: candidates))
        try? FileManager.default.removeItem(at: folder)
    }

    @Test func whatAFileTurnsOutToBeIsTold() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("a {} \nno place\n".utf8).write(to: folder.appending(path: "bad.txt"))
        try Data("templates = [\"a {}\"]\noff = 3 3\n".utf8).write(to: folder.appending(path: "bad.toml"))
        try Data("{\"format\": \"else\"}".utf8).write(to: folder.appending(path: "run.json"))
        let mailbox = Mailbox()
        let reading = FileReading(paths, mailbox: mailbox)
        for (name, words) in [
            ("bad.txt", "bad.txt:2: template without {label}: \"no place\""), ("bad.toml", "bad.toml:2:9: "),
            ("run.json", "run.json: is no saved run"), ("gone.txt", "gone.txt: "),
        ] {
            reading.read(name, for: .reference)
            let end = Date.now + 10
            var letters: [Mailbox.Letter] = []
            while letters.isEmpty, Date.now < end {
                letters = mailbox.take()
                Thread.sleep(forTimeInterval: 0.005)
            }
            guard case .event(.notRead(let path, let reason)) = letters.first else {
                Issue.record("\(letters)")
                continue
            }
            #expect(path == name && reason.contains(words), "\(reason)")
        }
    }
}
