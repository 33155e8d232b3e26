import Foundation
import Testing

private let model = repository.appending(path: "sample-data/model")

/// A copy of the embedded model whose safetensors header was edited.
private func copy(to program: Program, editing edit: (String) -> String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: model.path) where name.contains(".") {
        var data = try Data(contentsOf: model.appending(path: name))
        if name.hasSuffix(".safetensors") {
            let length = data.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
            let header = String(decoding: data[8..<8 + length], as: UTF8.self)
            let edited = edit(header)
            precondition(edited.utf8.count == length && edited != header, "the edit must keep the length")
            data.replaceSubrange(8..<8 + length, with: Data(edited.utf8))
        }
        try program.write("model/\(name)", data)
    }
}

@Test func aModelWithAMissingTensorNamesIt() throws {
    let program = try Program()
    try copy(to: program) { $0.replacing("\"text_projection\"", with: "\"text_projectiom\"") }
    let result = try program("tokenize", "a cat", "--model", "model")
    #expect(result.status == 1)
    #expect(result.lines.count == 1)
    #expect(result.messages.contains("open_clip_model.safetensors"))
    #expect(result.messages.contains("text_projection"))
}

@Test func aModelDirectoryThatDoesNotExistIsTold() throws {
    let program = try Program()
    let result = try program("tokenize", "a cat", "--model", "nowhere")
    #expect(result.status == 1)
    #expect(result.lines.count == 1)
    #expect(result.messages.contains("\(program.folder.path)/nowhere"))
}
