import Foundation
import Testing

/// A copy of a small model with a value in one of its tensors that is no number.
func copyModel(to program: Program, breaking tensor: String) throws {
    let original = repository.appending(path: "Tests/ModelTests/Goldens/towers/vit")
    for name in try FileManager.default.contentsOfDirectory(atPath: original.path) {
        var data = try Data(contentsOf: original.appending(path: name))
        if name == "open_clip_model.safetensors" {
            let length = data.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
            let header = try #require(
                try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: [String: Any]])
            let offsets = try #require(header[tensor]?["data_offsets"] as? [Int])
            let place = 8 + length + offsets[0]
            data.replaceSubrange(place..<place + 4, with: [0, 0, 0xC0, 0x7F])
        }
        try program.write("model/\(name)", data)
    }
}

@Test(arguments: [
    ("visual.proj", ["classify", "zoo/feline/cat.jpg", "--labels", "cat,dog"]),
    ("visual.proj", ["eval", "--dataset", "zoo"]),
    ("visual.proj", ["embed", "--image", "zoo/feline/cat.jpg"]),
    ("visual.proj", ["search", "--like", "zoo/feline/cat.jpg", "--dataset", "zoo"]),
    ("visual.proj", ["doctor"]),
    ("text_projection", ["classify", "zoo/feline/cat.jpg", "--labels", "cat,dog"]),
    ("text_projection", ["eval", "--dataset", "zoo"]),
    ("text_projection", ["embed", "--text", "a cat"]),
])
func aTowerThatCannotBeReadIsToldInOneLine(tensor: String, arguments: [String]) throws {
    let program = try Program()
    try program.copyZoo()
    try copyModel(to: program, breaking: tensor)
    let result = try program.run(arguments + ["--model", "model"])
    #expect(result.status == 1)
    let told = "open_clip_model.safetensors: \(tensor) holds values that are no numbers, or infinite"
    if arguments == ["doctor"] {
        #expect(result.output.contains(told))
    } else {
        #expect(result.lines.count == 1 && result.lines[0].hasSuffix(told), "\(result.messages)")
        #expect(result.output.isEmpty)
    }
}

@Test func theExplorerTellsOfATowerThatCannotBeReadAndStays() throws {
    let program = try Program()
    try program.copyZoo()
    try copyModel(to: program, breaking: "text_projection")
    let terminal = try Tmux(program)
    try terminal.type("$clipscope --dataset zoo --model model")
    try terminal.press("Enter")
    try terminal.wait(for: "text_projection holds values that are no numbers, or infinite")
    try terminal.press("q")
    try terminal.waitForShell()
}

@Test func aTowerThatIsNotNeededIsNotLookedAt() throws {
    let program = try Program()
    try copyModel(to: program, breaking: "visual.proj")
    #expect(try program("embed", "--text", "a cat", "--model", "model").status == 0)
}
