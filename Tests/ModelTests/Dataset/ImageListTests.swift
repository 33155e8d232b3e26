import Foundation
import Testing

@testable import Model

@Suite struct ImageListTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// Two grey pictures of 2x1 pixels behind a head of 3 bytes.
    private func pixels(isPacked: Bool = false) throws -> ImageArchive {
        let path = FilePath(try folder.write("pixels", Data([9, 9, 9, 0, 255, 100, 101])))
        let layout = PixelLayout(width: 2, height: 1, channels: 1, order: .interleaved, format: "idx")
        return ImageArchive(path, fileVersion: try #require(FileVersion(path)), pixels: layout)
    }

    private func list(_ archive: ImageArchive) -> ImageList {
        var members = MemberColumn(archives: [archive])
        members.append(archive: 0, offset: 3, size: 2)
        members.append(archive: 0, offset: 5, size: 2)
        return ImageList(members: members, names: ByteStrings(["0", "1"].map { Array($0.utf8) }))
    }

    @Test func filesAreBelowTheFolderOrAbsolute() {
        let list = ImageList(paths: ["a/b.png", "/c.png"], in: FilePath("/data"), splits: ["dev", nil])
        #expect(list.map(\.path) == ["a/b.png", "/c.png"])
        #expect(list.map(\.source) == [.file(FilePath("/data/a/b.png")), .file(FilePath("/c.png"))])
        #expect(list.map(\.source.key) == ["/data/a/b.png", "/c.png"])
        #expect(list.map(\.split) == ["dev", nil])
        #expect(list.splits == ["dev"])
        #expect(list.selecting([1]).map(\.path) == ["/c.png"])
        #expect(list.selecting([1]).splits.isEmpty)
    }

    @Test func fileNamesAreOrderedWithoutTheirFolders() {
        let list = ImageList(paths: ["b/2.png", "a/10.png", "/c/2.png", "1.png"], in: FilePath("/data"))
        #expect(list.orderedByFileName() == [3, 1, 0, 2])
    }

    @Test func pixelsOfAnArchiveArePictures() throws {
        let list = list(try pixels())
        let picture = try list[1].source.picture()
        #expect(
            picture
                == Picture(
                    width: 2, height: 1, rgba: [100, 100, 100, 255, 101, 101, 101, 255], hasAlpha: false, format: "idx",
                    mode: .grey))
        #expect(list[0].source.key != list[1].source.key)
        #expect(try list[0].source.contentHash() != list[1].source.contentHash())
        #expect(list[0].source.fileVersion == list[1].source.fileVersion)
        #expect(list.selecting([1])[0].source == list[1].source)
    }

    @Test func planarColoursAreWoven() {
        let layout = PixelLayout(width: 2, height: 1, channels: 3, order: .planar, format: "cifar")
        #expect(layout.picture(Data([1, 2, 3, 4, 5, 6])).rgba == [1, 3, 5, 255, 2, 4, 6, 255])
        let woven = PixelLayout(width: 2, height: 1, channels: 3, order: .interleaved, format: "cifar")
        #expect(woven.picture(Data([1, 2, 3, 4, 5, 6])).rgba == [1, 2, 3, 255, 4, 5, 6, 255])
    }

    @Test func anArchiveThatChangedOrEndsEarlyIsToldByName() throws {
        let archive = try pixels()
        var members = MemberColumn(archives: [archive])
        members.append(archive: 0, offset: 6, size: 2)
        let late = ImageList(members: members, names: ByteStrings([Array("t10k/00007".utf8)]))[0].source
        let early = #expect(throws: ImageError.self) { try late.picture() }
        #expect(
            early?.description == "\(archive.path.text)/t10k/00007: cannot be read: it has 7 bytes, expected at least 8"
        )
        let list = list(archive)
        try folder.write("pixels", Data([1, 2, 3]))
        let changed = #expect(throws: ImageError.self) { try list[0].source.picture() }
        #expect(changed?.description.hasSuffix("cannot be read: it was changed since the dataset was opened") == true)
    }

    @Test func aNameThatIsNoUTF8IsOpenedByItsBytes() throws {
        let name: [UInt8] = Array("caf".utf8) + [0xE9, 0x0A, 0x1B] + Array("[31m.png".utf8)
        let path = FilePath(folder.url).appending(name)
        try Data(contentsOf: repository.appending(path: "sample-data/photos/images/plants/rose.png"))
            .write(to: folder.file("rose.png"))
        #expect(FilePath(folder.file("rose.png")).withCString { from in path.withCString { rename(from, $0) } } == 0)
        let image = ImageList(files: ByteStrings([name]), in: FilePath(folder.url))[0]
        #expect(image.path == "caf\\xe9\n\u{1B}[31m.png")
        #expect(try image.source.picture().format == "png")
        #expect(image.source.byteCount ?? 0 > 0)
        let gone = ImageList(files: ByteStrings([name + [0xFF]]), in: FilePath(folder.url))[0].source
        let error = #expect(throws: ImageError.self) { try gone.picture() }
        #expect(error?.description.hasSuffix("/caf\\xe9\n\u{1B}[31m.png\\xff: no such file") == true)
        #expect(gone.fileVersion == nil)
    }
}
