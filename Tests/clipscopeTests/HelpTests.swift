import Foundation
import Testing

/// Whole help texts; CLIPSCOPE_RECORD=1 writes them.
@Test(arguments: ["", "explore", "eval", "classify", "search", "embed", "tokenize", "templates", "bench", "doctor"])
func theHelpReadsAsRecorded(command: String) throws {
    let result = try Program().run((command.isEmpty ? [] : [command]) + ["--help"])
    #expect(result.status == 0)
    #expect(result.messages.isEmpty)
    let name = command.isEmpty ? "clipscope" : command
    let file = repository.appending(path: "Tests/clipscopeTests/Help/\(name).txt")
    if ProcessInfo.processInfo.environment["CLIPSCOPE_RECORD"] == "1" {
        try result.output.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try result.output == String(contentsOf: file, encoding: .utf8))
}

@Test func everyOptionThatAHelpTextNamesInAnExampleExists() throws {
    let texts = try FileManager.default.contentsOfDirectory(
        at: repository.appending(path: "Tests/clipscopeTests/Help"), includingPropertiesForKeys: nil)
    for text in texts {
        let lines = try String(contentsOf: text, encoding: .utf8).components(separatedBy: "\n")
        for line in lines where line.hasPrefix("  clipscope ") {
            #expect(line.count <= 79, "\(line)")
        }
    }
}
