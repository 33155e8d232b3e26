import Foundation
import Testing

@testable import Model

@Test func everyKindOfFileDecodesToPillowsPixels() throws {
    let decoded = try PixelGoldens.bytes("decoded.rgba")
    var start = 0
    for golden in PixelGoldens.all.files {
        let picture = try Picture(contentsOf: golden.url)
        try #require(picture.width == golden.width && picture.height == golden.height, "\(golden.file)")
        let expected = decoded[start..<start + picture.rgba.count]
        #expect(PixelDifference(picture.rgba, expected) == .none, "\(golden.file)")
        #expect(picture.hasAlpha == golden.hasAlpha, "\(golden.file)")
        start += picture.rgba.count
    }
    #expect(start == decoded.count)
}

@Test(arguments: [
    ("rgb.png", "png"), ("420.jpg", "jpeg"), ("lossy.webp", "webp"),
])
func theFormatIsToldByContentNotByName(file: String, format: String) throws {
    let folder = try ScratchFolder()
    let data = try Data(contentsOf: PixelGoldens.folder.appending(path: "files/\(file)"))
    for name in ["picture.jpg", "picture.png", "picture.webp", "picture"] {
        #expect(try Picture(contentsOf: folder.write(name, data)).format == format)
    }
}

@Test(arguments: [
    ("grey.png", Picture.Mode.grey), ("rgb.png", .rgb), ("grey-alpha.png", .greyAlpha), ("rgba.png", .rgba),
    ("grey-1-bit.png", .bilevel), ("grey-4-bit.png", .grey), ("rgb-16-bit.png", .rgb), ("420.jpg", .rgb),
    ("grey.jpg", .grey), ("lossy.webp", .rgb), ("lossless-alpha.webp", .rgba),
])
func theModeIsWhatTheFileStores(file: String, mode: Picture.Mode) throws {
    #expect(try Picture(contentsOf: PixelGoldens.folder.appending(path: "files/\(file)")).mode == mode)
}

@Test func everySamplePhotoDecodes() throws {
    let photos = PixelGoldens.root.appending(path: "sample-data/photos/images")
    let files = try #require(FileManager.default.enumerator(at: photos, includingPropertiesForKeys: nil))
        .compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }
    #expect(files.count > 350)
    for file in files {
        let picture = try Picture(contentsOf: file)
        #expect(max(picture.width, picture.height) <= 320, "\(file.path)")
    }
}
