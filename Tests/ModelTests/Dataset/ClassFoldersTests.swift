import Foundation
import Testing

@testable import Model

@Suite struct ClassFoldersTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test func foldersOfSplitsHoldTheClasses() throws {
        try folder.addPhotos(
            "train/big_cat/a.jpg", "train/owl/b.jpg", "val/owl/c.png", "test/loose.png", "val/rose/deep/d.jpg")
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(
            dataset.images.map(\.path) == [
                "test/loose.png", "train/big_cat/a.jpg", "train/owl/b.jpg", "val/owl/c.png", "val/rose/deep/d.jpg",
            ])
        #expect(dataset.images.map(\.split) == ["test", "train", "train", "val", "val"])
        #expect(try dataset.classes() == [nil, "big cat", "owl", "owl", "rose"])
        let val = try dataset.only(split: "val")
        #expect(val.labelColumns[0].classes == ["big cat", "owl", "rose"])
        #expect(try val.classes() == ["owl", "rose"])
        #expect(try val.images.map { try $0.source.picture().format } == ["png", "jpeg"])
        #expect(throws: DatasetError.noSuchSplit("dev", dataset: dataset.folder, splits: ["test", "train", "val"])) {
            try dataset.only(split: "dev")
        }
    }

    @Test(arguments: [
        (["train/a/1.png", "test/a/2.png", "extra/a/3.png"], ["extra", "test", "train"]),
        (["train2017/1.png", "val2017/2.png"], ["train2017", "val2017"]), (["Test/a/1.png"], ["Test"]),
        (["test/1.png", "flight/2.png"], []), (["testament/1.png"], []), (["cat/train/1.png"], ["train"]),
    ])
    func aFolderIsASplitWhereItsNameSaysSo(paths: [String], splits: [String]) throws {
        for path in paths { try folder.write(path) }
        #expect(try Dataset(contentsOf: folder.url).splits == splits)
    }

    @Test func kagglesCatsAndDogsAreLabelledByTheirNames() throws {
        try folder.addPhotos(
            "train/cat.0.jpg", "train/dog.0.jpg", "train/cat.10.jpg", "test1/1.jpg", "test1/2.jpg")
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.images.map(\.path).last == "train/dog.0.jpg")
        #expect(try dataset.classes() == [nil, nil, "cat", "cat", "dog"])
        #expect(dataset.splits == ["test1", "train"])
    }

    @Test(arguments: [
        (["cat.0.jpg", "dog.1.jpg", "dog.2.jpg"], ["cat", "dog", "dog"]), (["cat.0.jpg", "cat.1.jpg"], []),
        (["cat.0.jpg", "dog.1.jpg", "holiday.jpg"], []), (["cat.x.jpg", "dog.1.jpg"], []),
    ])
    func aFlatFolderIsLabelledByNamesOnlyIfAllFollowTheForm(paths: [String], classes: [String]) throws {
        for path in paths { try folder.write(path) }
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.labelColumns.isEmpty == classes.isEmpty)
        if !classes.isEmpty { #expect(try dataset.classes() == classes) }
    }

    @Test func anyNameThatPOSIXAllowsIsFoundAndOpened() throws {
        let names: [[UInt8]] = [
            Array("caf\u{E9}".unicodeScalars.map { UInt8($0.value) }) + Array(".jpg".utf8),
            Array("two\nlines.jpg".utf8),
            Array("\u{1B}[31mred\u{7}.jpg".utf8), Array(repeating: UInt8(ascii: "x"), count: 251) + Array(".jpg".utf8),
            [0xFF, 0xFE] + Array("\\x41.jpg".utf8), Array("%2e%00 #?.jpg".utf8), Array("\u{202E}gpj.jpg".utf8),
        ]
        let cat = FilePath(folder.url).appending("c\\at")
        mkdir(folder.file("c\\at").path, 0o755)
        for name in names {
            let file = cat.appending(name).withCString { open($0, O_CREAT | O_WRONLY, 0o644) }
            try #require(file >= 0)
            try FileHandle(fileDescriptor: file, closeOnDealloc: true).write(contentsOf: Samples.photo(0))
        }
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(
            Set(dataset.images.map { FilePath(text: $0.path) }) == Set(names.map { FilePath("c\\at").appending($0) }))
        #expect(Set(dataset.images.map(\.source.key)).count == names.count)
        #expect(try dataset.images.allSatisfy { try $0.source.picture().format == "jpeg" })
        #expect(
            dataset.images.allSatisfy { $0.source.fileVersion != nil && !$0.path.printable.contains { $0.isNewline } })
    }

    @Test func tenThousandFilesAreListedInOrder() throws {
        mkdir(folder.file("many").path, 0o755)
        for index in 0..<10_000 {
            close(open(folder.file("many").path + "/\((index * 7919) % 10_000).png", O_CREAT | O_WRONLY, 0o644))
        }
        var told: [Int] = []
        let dataset = try Dataset(contentsOf: folder.url, progress: { told.append($0) })
        #expect(dataset.images.count == 10_000)
        #expect(zip(dataset.images, dataset.images.dropFirst()).allSatisfy { $0.path < $1.path })
        #expect(told == told.sorted() && told.count >= 4 && told.allSatisfy { (1...10_000).contains($0) })
        #expect(throws: CancellationError.self) {
            try Dataset(contentsOf: folder.url, progress: { if $0 > 4_000 { throw CancellationError() } })
        }
    }

    @Test func aLinkToAFolderThatWasSeenEndsThere() throws {
        try folder.addPhotos("cat/a.jpg", "dog/b.jpg", "outside.d/c.png")
        symlink("..", folder.file("cat/up").path)
        symlink(".", folder.file("cat/itself").path)
        symlink("loop", folder.file("cat/loop").path)
        symlink("../cat/a.jpg", folder.file("dog/link.jpg").path)
        symlink("gone.jpg", folder.file("dog/dead.jpg").path)
        #expect(
            try Dataset(contentsOf: folder.url).images.map(\.path) == [
                "cat/a.jpg", "dog/b.jpg", "dog/link.jpg", "outside.d/c.png",
            ])
    }

    @Test func whatVanishesDuringTheScanIsNoError() throws {
        for index in 0..<3000 { close(open(folder.url.path + "/\(index).png", O_CREAT | O_WRONLY, 0o644)) }
        try folder.addPhotos("cat/a.jpg", "dog/b.jpg")
        let dataset = try Dataset(contentsOf: folder.url) { _ in
            try FileManager.default.removeItem(at: folder.file("dog"))
            try FileManager.default.removeItem(at: folder.file("2999.png"))
        }
        #expect(dataset.images.count == 3001)
        #expect(dataset.warnings.isEmpty)
        let gone = try #require(dataset.images.first { $0.path == "2999.png" })
        #expect(throws: ImageError.noSuchFile(gone.source.file)) { try gone.source.picture() }
    }

    @Test func aFolderThatCannotBeReadIsToldAndTheOthersAreRead() throws {
        try folder.addPhotos("cat/a.jpg", "dog/b.jpg")
        // A path longer than PATH_MAX can be made from within, and not be opened from outside, not even by root.
        var deep = open(folder.file("dog").path, O_RDONLY | O_DIRECTORY)
        let name = String(repeating: "d", count: 250)
        for _ in 0..<17 {
            mkdirat(deep, name, 0o755)
            let next = openat(deep, name, O_RDONLY | O_DIRECTORY)
            close(deep)
            deep = next
        }
        close(deep)
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.images.map(\.path) == ["cat/a.jpg", "dog/b.jpg"])
        #expect(dataset.warnings.count == 1)
        #expect(dataset.warnings[0].hasSuffix("/\(name): cannot be read: File name too long; its images are left out"))
    }
}
