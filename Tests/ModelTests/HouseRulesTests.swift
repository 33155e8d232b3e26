import Foundation
import Testing

private let sources = repository.appending(path: "Sources")

/// The modules that the Swift files below `folder` import, with the file that does.
private func imports(below folder: String) throws -> [(file: String, module: String)] {
    let root = sources.appending(path: folder)
    let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
    return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.flatMap { file in
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), words.count > index + 1, index <= 1 else { return nil }
            return (file.path, String(words[index + 1]))
        }
    }
}

private let screenModules: Set = ["CNCurses", "CChafa", "CCrash"]

@Test func theModelKnowsNothingOfTerminals() throws {
    let found = try imports(below: "Model")
    #expect(!found.isEmpty)
    for (file, module) in found { #expect(module != "TUI" && !screenModules.contains(module), "\(file)") }
}

@Test func onlyTheTerminalFolderCallsCForTheScreen() throws {
    let found = try imports(below: "TUI")
    #expect(found.contains { screenModules.contains($0.module) })
    for (file, module) in found where !file.contains("/TUI/Terminal/") {
        #expect(!screenModules.contains(module), "\(file) imports \(module)")
    }
}

@Test func theCommandCallsNoCLibrary() throws {
    for (file, module) in try imports(below: "clipscope") where module.hasPrefix("C") {
        #expect(!screenModules.contains(module) && module != "COpenBLAS" && module != "CKernels", "\(file)")
    }
}

@Test func probabilitiesAreComputedInTheModelAlone() throws {
    for target in ["TUI", "clipscope"] {
        let files = try #require(
            FileManager.default.enumerator(at: sources.appending(path: target), includingPropertiesForKeys: nil))
        for case let file as URL in files where file.pathExtension == "swift" {
            let code = try String(contentsOf: file, encoding: .utf8)
            #expect(!code.contains(/\bexp\(/), "\(file.path)")
        }
    }
}

/// Rooms of Sources/Model, a later one building on earlier ones; those on one line do not know each other.
private let rooms = [
    ["Files"], ["Tensor"], ["Tokenizer", "Image"], ["Encoder"], ["Checkpoint"], ["ZeroShot", "Dataset"],
    ["Evaluation", "Explanation", "Learning"], ["Pairs"], ["Training"], ["Store", "Hub"], ["Embeddings"], ["Report"],
    ["Search", "Runs", "Benchmark"], ["Library"],
]
/// What a room may use against the order, and why.
private let exceptions: [String: Set<String>] = [
    // A dataset names the prompt set that it brings, and numbered labels get their names from a known data set.
    "Dataset": ["PromptSet", "PromptSetError", "TemplateLibrary", "KnownDataset", "KnownDatasetLibrary"]
]

private func swiftFiles(in room: String) throws -> [(name: String, text: String)] {
    let folder = sources.appending(path: "Model/\(room)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    return try names.map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
}

@Test func roomsOfTheModelKnowOnlyThoseBelow() throws {
    let all = try FileManager.default.contentsOfDirectory(atPath: sources.appending(path: "Model").path)
        .filter { !$0.hasSuffix(".docc") }
    #expect(Set(all) == Set(rooms.joined()), "a room that has no place in the order")
    let declaration = /^(?:package |public )?(?:final )?(?:struct|enum|class|protocol|actor) (\w+)/
        .anchorsMatchLineEndings()
    var declared: [String: Set<String>] = [:]
    for room in rooms.joined() {
        declared[room] = Set(try swiftFiles(in: room).flatMap { $0.text.matches(of: declaration).map { String($0.1) } })
    }
    for (level, names) in rooms.enumerated() {
        for room in names {
            let strangers = rooms[level...].joined().filter { $0 != room }
                .reduce(into: Set<String>()) { $0.formUnion(declared[$1]!) }.subtracting(exceptions[room] ?? [])
            for (file, text) in try swiftFiles(in: room) {
                let code = text.split(separator: "\n").filter { !$0.contains("//") }.joined(separator: "\n")
                    .replacing(/"[^"\n]*"/, with: "")
                let words = Set(code.matches(of: /\b[A-Z]\w+/).map { String($0.0) })
                #expect(words.intersection(strangers).isEmpty, "\(room)/\(file)")
            }
        }
    }
}

@Test func rowsOfDatabasesAreReadWithErrors() throws {
    // GRDB's own subscripts trap where a file holds another kind of value.
    for (name, text) in try swiftFiles(in: "Store") where name != "TableRow.swift" {
        #expect(!text.contains(/\brow\[\d|\$0\[\d/), "\(name)")
        #expect(!text.contains(/[^A-Za-z]Row\.fetch(All|One)/), "\(name)")
    }
}

/// Files that documents name, at places where they name one: `Room/Name.swift` or `scripts/name`.
@Test func whatTheArchitectureNamesIsThere() throws {
    for document in ["docs/ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = try String(contentsOf: repository.appending(path: document), encoding: .utf8)
        let names = text.matches(of: /[A-Za-z+]+(?:\/[A-Za-z+]+)*\.swift|scripts\/[a-z]+(?:\/[a-z]+\.py)?/).map {
            String($0.0)
        }
        #expect(!names.isEmpty)
        let files = FileManager.default
        let all = try #require(files.enumerator(at: sources, includingPropertiesForKeys: nil)).compactMap { $0 as? URL }
        for name in Set(names) where !name.contains("NAME") {
            let isThere =
                files.fileExists(atPath: repository.appending(path: name).path)
                || all.contains { $0.path.hasSuffix("/\(name)") }
            #expect(isThere, "\(document) names \(name)")
        }
    }
}

/// scripts/house counts it: a file that may not be changed without eleven others is no room.
@Test func noCycleOfFilesInTheExplorerIsLong() throws {
    let process = Process()
    process.executableURL = repository.appending(path: "scripts/house")
    process.arguments = ["--json"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let rows = try JSONSerialization.jsonObject(with: output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    for row in try #require(rows as? [[String: Any]]) {
        let cycle = try #require(row["largest_cycle"] as? Int)
        #expect(cycle < 12, "\(row["target"] ?? ""): \(row["cycle"] ?? [])")
    }
}

/// What a page remembers is changed by its own file alone: the compiler refuses it to others where this holds.
@Test func whatAPageRemembersIsItsOwn() throws {
    let pages = sources.appending(path: "TUI/Pages")
    let state = try String(contentsOf: sources.appending(path: "TUI/State/State.swift"), encoding: .utf8)
    let memories = state.matches(of: /package var \w+ = (\w+)\(\)/).map { String($0.1) }
    let all = try #require(FileManager.default.enumerator(at: pages, includingPropertiesForKeys: nil))
    let files = all.compactMap { $0 as? URL }.filter {
        $0.pathExtension == "swift" && memories.contains($0.deletingPathExtension().lastPathComponent)
    }
    // Remarks and the list of images are what the pages share.
    let own = files.filter { !["Browse.swift", "Remarks.swift"].contains($0.lastPathComponent) }
    #expect(own.count > 7)
    for file in own {
        let text = try String(contentsOf: file, encoding: .utf8)
        let open = text.split(separator: "\n").filter { $0.contains(/^    (package )?var \w+(: [^{]+)?( = .*)?$/) }
        #expect(open.isEmpty, "\(file.lastPathComponent): \(open)")
    }
}
