import Foundation
import Testing

/// Whole help texts; CLIPSCOPE_RECORD=1 writes them.
@Test(arguments: [
    "", "explore", "eval", "compare", "probe", "fewshot", "compact", "train", "retrieve", "confusion", "calibrate",
    "select", "lint", "classify",
    "search", "embed", "tokenize", "templates", "models", "datasets", "pull", "history", "cache", "cache prune",
    "bench",
    "doctor",
])
func theHelpReadsAsRecorded(command: String) throws {
    let result = try Program().run(command.split(separator: " ").map(String.init) + ["--help"])
    #expect(result.status == 0)
    #expect(result.messages.isEmpty)
    let name = command.isEmpty ? "clipscope" : command.replacing(" ", with: "-")
    let file = repository.appending(path: "Tests/clipscopeTests/Help/\(name).txt")
    if ProcessInfo.processInfo.environment["CLIPSCOPE_RECORD"] == "1" {
        try result.output.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try result.output == String(contentsOf: file, encoding: .utf8))
}

@Test func examplesFitTheScreenAndUseOptionsThatExist() throws {
    let folder = repository.appending(path: "Tests/clipscopeTests/Help")
    let texts = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .map { try String(contentsOf: $0, encoding: .utf8) }
    let options = Set(texts.joined().matches(of: /\n  (?:-\w, )?(--[a-z-]+)/).map(\.1))
    let examples = texts.flatMap { $0.split(separator: "\n").filter { $0.hasPrefix("  clipscope") } }
    #expect(examples.count > 20)
    for example in examples {
        #expect(example.count <= 79, "\(example)")
        #expect(example.matches(of: /\ (--[a-z-]+)/).allSatisfy { options.contains($0.1) }, "\(example)")
    }
}
