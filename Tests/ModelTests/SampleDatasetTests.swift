import Foundation
import Testing

@testable import Model

private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Test func theSamplePhotosOpenWithBothLabelColumns() throws {
    let photos = try Dataset(contentsOf: root.appending(path: "sample-data/photos"))
    #expect(photos.images.count == 553)
    #expect(photos.labelColumns.map(\.name) == ["coarse", "fine"])
    #expect(photos.labelColumns[0].classes.count == 40)
    #expect(photos.warnings.isEmpty)
    #expect(try photos.only(split: "held-out").images.count == 175)
}

@Test func theImageNetEnsembleHas80Templates() throws {
    let library = TemplateLibrary(folder: root.appending(path: "sample-data/prompts"))
    let set = try library.load("imagenet-80")
    #expect(set.active.count == 80)
    #expect(set.entries.allSatisfy { $0.template.hasPlaceholder })
}

@Test func aPromptSetSurvivesWritingAndReading() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).toml")
    defer { try? FileManager.default.removeItem(at: file) }
    var set = PromptSet(name: "mine \"quoted\"", templates: ["a photo of a {label}.", "art of a {label}."])
    set.entries[1].isOn = false
    set.classNames = ["t-shirt/top": ["t-shirt", "top"]]
    try set.write(to: file)
    #expect(try PromptSet(contentsOf: file) == set)
}

@Test func aFolderThatIsNotThereIsRefusedByName() {
    let folder = URL(fileURLWithPath: "/no/such/folder")
    #expect(throws: DatasetError.self) { try Dataset(contentsOf: folder) }
}
