import Foundation
import Testing

@testable import Model

@Suite struct LabelTableTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func dataset(_ csv: String, _ toml: String? = nil, labelColumn: String? = nil) throws -> Dataset {
        for name in ["a.png", "b.png", "c.png"] { try folder.write("images/\(name)") }
        try folder.write("labels.csv", csv)
        if let toml { try folder.write("dataset.toml", toml) }
        return try Dataset(contentsOf: folder.url, labelColumn: labelColumn)
    }

    @Test func everyColumnButFileAndSplitIsALabelColumn() throws {
        let dataset = try dataset(
            """
            file,coarse,fine,split
            images/b.png,"sheep, goat or pig",goat,dev
            images/a.png,bird,wren,held-out
            images/c.png,bird,,dev

            """)
        #expect(dataset.images.map(\.path) == ["images/a.png", "images/b.png", "images/c.png"])
        #expect(dataset.images.map(\.split) == ["held-out", "dev", "dev"])
        #expect(dataset.splits == ["dev", "held-out"])
        #expect(
            dataset.labelColumns == [
                .init(name: "coarse", classes: ["bird", "sheep, goat or pig"], labels: [0, 1, 0]),
                .init(name: "fine", classes: ["goat", "wren"], labels: [1, 0, nil]),
            ])
    }

    /// "id" names no file by itself, and "alike" names others.
    private static let kaggle = "alike,id,class\nc,a,cat\nc,b,dog\n"

    @Test(arguments: ["labels.csv", "train.csv"])
    func columnFolderAndEndingOfTheFilesCanBeAskedFor(name: String) throws {
        for name in ["a.png", "b.png", "c.png"] { try folder.write("images/\(name)") }
        try folder.write("thumbs/a.png")
        try folder.write("thumbs/b.png")
        try folder.write(name, Self.kaggle)
        for folder in ["images", "thumbs"] {
            let paths = TablePaths(column: "id", folder: folder, ending: "png")
            let dataset = try Dataset(contentsOf: self.folder.file(name), paths: paths)
            #expect(dataset.images.map(\.path) == ["\(folder)/a.png", "\(folder)/b.png"])
            #expect(try dataset.classes("class") == ["cat", "dog"])
        }
    }

    @Test func datasetTomlSaysThemTooAndTheCallerFirst() throws {
        let toml = "file-column = \"id\"\nimage-folder = \"images\"\nextension = \".png\"\n"
        #expect(try dataset(Self.kaggle, toml).images.map(\.path) == ["images/a.png", "images/b.png"])
        try folder.write("other/a.png")
        let other = try Dataset(contentsOf: folder.url, paths: TablePaths(folder: "other"))
        #expect(other.images.map(\.path) == ["other/a.png"])
        #expect(other.warnings.contains { $0.contains("1 of 2 files do not exist") })
    }

    @Test func descriptionChoosesColumnsAndTheCallerTheFirst() throws {
        let csv = "part,file,a,b,note\ndev,images/a.png,1,2,3\n"
        let toml = "label-column = \"b\"\nlabel-columns = [\"a\", \"b\"]\nsplit-column = \"part\"\n"
        #expect(try dataset(csv, toml).labelColumns.map(\.name) == ["b", "a"])
        #expect(try dataset(csv, toml, labelColumn: "a").labelColumns.map(\.name) == ["a", "b"])
        #expect(try dataset(csv, toml).images[0].split == "dev")
    }

    @Test func labelsGivenOneNameAreOneClass() throws {
        let dataset = try dataset(
            "file,label\nimages/a.png,tee\nimages/b.png,t_shirt\nimages/c.png,hat\n",
            "[names]\ntee = \"t-shirt\"\nt_shirt = \"t-shirt\"\n")
        #expect(dataset.labelColumns == [.init(name: "label", classes: ["hat", "t-shirt"], labels: [1, 1, 0])])
    }

    @Test func onlyTheFilesThatExistAreImages() throws {
        let dataset = try dataset("file,label\nimages/a.png,x\nimages/lost.png,y\n")
        #expect(dataset.images.map(\.path) == ["images/a.png"])
        #expect(dataset.warnings.count == 1)
        #expect(
            dataset.warnings.first?.hasSuffix(": 1 of 2 files do not exist and are left out: images/lost.png") == true)
    }

    @Test(arguments: ["\r\n", "\n"]) func lineEndsByteOrderMarksAndBlankLinesDoNotMatter(end: String) throws {
        let lines = ["\u{FEFF}file, label", "images/a.png,x", "", "images/b.png,y"]
        let dataset = try dataset(lines.joined(separator: end))
        #expect(dataset.labelColumns[0].classes == ["x", "y"])
    }

    @Test func aSplitKeepsTheClasses() throws {
        let dataset = try dataset("file,label,split\nimages/a.png,x,dev\nimages/b.png,y,test\n")
        let dev = try dataset.only(split: "dev")
        #expect(dev.images.map(\.path) == ["images/a.png"])
        #expect(dev.labelColumns == [.init(name: "label", classes: ["x", "y"], labels: [0])])
        #expect(throws: DatasetError.noSuchSplit("train", dataset: dataset.folder, splits: ["dev", "test"])) {
            try dataset.only(split: "train")
        }
    }

    @Test(arguments: [
        ("picture,label\nimages/lost.png,x\n", "no column \"file\", found picture, label"),
        ("file,label\nimages/a.png,sheep, goat or pig\n", "row 2 has 3 fields, expected 2"),
        ("file,label\nimages/a.png,x\nimages/b.png,x\nimages/a.png,y\n", "images/a.png stands in rows 2 and 4"),
        ("file,label\nimages/lost.png,x\n", "none of its 1 files exist"),
        ("file,label\n,x\n", "row 2 names no file"),
        ("file,label\n", "names no files"),
        ("", "no column \"file\", found nothing"),
    ])
    func aBadTableIsToldInOneLine(csv: String, expected: String) throws {
        let error = #expect(throws: DatasetError.self) { try dataset(csv) }
        let text = error?.description ?? ""
        #expect(text.contains("labels.csv: "))
        #expect(text.contains(expected), "\(text)")
    }

    @Test func unknownColumnsNameTheKnown() throws {
        let csv = "file,coarse\nimages/a.png,x\n"
        let inFile = #expect(throws: DatasetError.self) { try dataset(csv, "label-column = \"fine\"") }
        #expect(inFile?.description.contains("no label column \"fine\", found file, coarse") == true)
        try folder.write("dataset.toml", "")
        let asked = #expect(throws: DatasetError.self) { try dataset(csv, labelColumn: "fine") }
        #expect(asked?.description.contains("no label column \"fine\", found coarse") == true)
    }

    @Test func brokenDescriptionsNameTheLineOrTheKey() throws {
        let csv = "file,coarse\nimages/a.png,x\n"
        let syntax = #expect(throws: TOMLFile.Failure.self) { try dataset(csv, "name = \"x\"\ntitle = \n") }
        #expect(syntax?.description.contains("dataset.toml:2:") == true)
        let type = #expect(throws: TOMLFile.Failure.self) { try dataset(csv, "label-columns = [1]") }
        #expect(type?.description.contains("label-columns is of type") == true)
    }
}
