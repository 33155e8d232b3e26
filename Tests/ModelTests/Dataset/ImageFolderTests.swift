import Foundation
import Testing

@testable import Model

@Suite struct ImageFolderTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test func classFoldersAreTheClassesSortedAndSpoken() throws {
        for path in ["tabby_cat/b.png", "tabby_cat/deep/a.JPG", "ant/x.webp", "ant/notes.txt", "zebra/readme.md"] {
            try folder.write(path)
        }
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.images.map(\.path) == ["ant/x.webp", "tabby_cat/b.png", "tabby_cat/deep/a.JPG"])
        #expect(dataset.labelColumns == [.init(name: "label", classes: ["ant", "tabby cat"], labels: [0, 1, 1])])
        #expect(dataset.name == folder.url.lastPathComponent)
        #expect(dataset.splits.isEmpty)
    }

    @Test func aBareFolderHasImagesAndNoLabels() throws {
        try folder.write("b.png")
        try folder.write("a.jpeg")
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.images.map(\.path) == ["a.jpeg", "b.png"])
        #expect(dataset.labelColumns.isEmpty)
    }

    @Test func imagesBesideClassFoldersHaveNoLabel() throws {
        try folder.write("cat/a.png")
        try folder.write("stray.png")
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.labelColumns == [.init(name: "label", classes: ["cat"], labels: [0, nil])])
    }

    @Test func hiddenEntriesAreSkipped() throws {
        for path in [".thumbs/a.png", "cat/.hidden.png", "cat/a.png", ".DS_Store"] { try folder.write(path) }
        #expect(try Dataset(contentsOf: folder.url).images.map(\.path) == ["cat/a.png"])
    }

    @Test func linksAreFollowedAndLoopsEnd() throws {
        try folder.write("cat/a.png")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: folder.file("cat/loop").path, withDestinationPath: "..")
        try manager.createSymbolicLink(atPath: folder.file("cat/itself").path, withDestinationPath: ".")
        try manager.createSymbolicLink(atPath: folder.file("cat/dead.png").path, withDestinationPath: "nowhere")
        try manager.createSymbolicLink(atPath: folder.file("cat/link.png").path, withDestinationPath: "a.png")
        let paths = try Dataset(contentsOf: folder.url).images.map(\.path)
        #expect(paths.prefix(2) == ["cat/a.png", "cat/link.png"])
        #expect(paths.count < 10)
    }

    @Test func datasetTOMLNamesClassesTitleAndPrompts() throws {
        try folder.write("n01/a.png")
        try folder.write("big_dog/b.png")
        try folder.write("plain/c.png")
        try folder.write("mine.txt", "a sketch of a {label}\n")
        try folder.write(
            "dataset.toml",
            """
            name = "pets"
            title = "Pets of the house"
            prompts = "mine.txt"
            [names]
            n01 = "tabby cat"
            "big dog" = "Great Dane"
            """)
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.name == "pets")
        #expect(dataset.title == "Pets of the house")
        #expect(dataset.labelColumns[0].classes == ["Great Dane", "tabby cat", "plain"])
        #expect(dataset.prompts == PromptSet(name: "mine", templates: ["a sketch of a {label}"]))
    }

    @Test func promptsMayNameASetOfTheLibrary() throws {
        try folder.write("data/a.png")
        try folder.write("data/dataset.toml", #"prompts = "pets""#)
        try folder.write("library/pets.toml", #"templates = ["a pet, a {label}"]"#)
        let library = TemplateLibrary(folder: folder.file("library"))
        let dataset = try Dataset(contentsOf: folder.file("data"), library: library)
        #expect(dataset.prompts?.name == "pets")
        #expect(throws: DatasetError.self) { try Dataset(contentsOf: folder.file("data")) }
    }

    @Test func whatIsNoDatasetIsToldInOneLine() throws {
        try folder.write("file.txt")
        try folder.write("texts/readme.md")
        let cases = [
            ("missing", "no such directory"), ("file.txt", "is a file"),
            ("texts", "no PNG, JPEG, WebP, GIF, BMP, PPM, TIFF, HEIC, AVIF, JPEG XL or ICO images"),
        ]
        for (path, expected) in cases {
            let error = #expect(throws: DatasetError.self) { try Dataset(contentsOf: folder.file(path)) }
            let text = error?.description ?? ""
            #expect(text.hasPrefix(folder.file(path).path + ": "))
            #expect(text.contains(expected))
            #expect(!text.contains("\n"))
        }
    }
}
