import Foundation
import Testing

private let sources = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources")

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
