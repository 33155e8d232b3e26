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
    ("rgb.png", "png"), ("420.jpg", "jpeg"), ("lossy.webp", "webp"), ("palette.gif", "gif"),
    ("24-bit-top-down.bmp", "bmp"), ("plain.ppm", "ppm"),
])
func theFormatIsToldByContentNotByName(file: String, format: String) throws {
    let folder = try ScratchFolder()
    let data = try Data(contentsOf: PixelGoldens.folder.appending(path: "files/\(file)"))
    for name in ["picture.jpg", "picture.png", "picture.bmp", "picture"] {
        #expect(try Picture(contentsOf: folder.write(name, data)).format == format)
    }
}

@Test(arguments: PixelGoldens.all.files) func theModeIsPillows(golden: PixelGoldens.File) throws {
    let picture = try Picture(contentsOf: golden.url)
    // Pillow has no mode for 16 bit grey with alpha, and takes RGBA.
    let names = if case .greyAlpha = picture.mode { ["LA", "RGBA"] } else { [picture.mode.nameInPillow] }
    #expect(names.contains(golden.mode))
}

@Test func whatEXIFTurnsIsUprightLikePillows() throws {
    let upright = try PixelGoldens.bytes("upright.rgba")
    var start = 0
    for golden in PixelGoldens.all.files {
        let picture = try Picture(contentsOf: golden.url)
        #expect(picture.orientation.rawValue == golden.orientation, "\(golden.file)")
        guard picture.orientation != .topLeft else {
            #expect(picture.upright == picture, "\(golden.file)")
            continue
        }
        let turned = picture.upright
        let sides = [picture.width, picture.height]
        #expect([turned.width, turned.height] == (golden.orientation < 5 ? sides : sides.reversed()), "\(golden.file)")
        let expected = upright[start..<start + turned.rgba.count]
        #expect(PixelDifference(turned.rgba, expected) == .none, "\(golden.file)")
        start += turned.rgba.count
    }
    #expect(start == upright.count)
}

@Test(arguments: [
    // Neither TIFF's letters nor a directory, a directory behind the end, one without the tag, an orientation of 9.
    "Exif\0\0nonsense", "Exif\0\0II*\0\u{7F}\u{7F}\u{7F}\u{7F}", "Exif\0\0MM\0*\0\0\0\u{8}\0\u{7F}",
    "Exif\0\0MM\0*\0\0\0\u{8}\0\u{1}\u{1}\u{12}\0\u{3}\0\0\0\u{1}\0\u{9}\0\0",
])
func nonsenseInEXIFTurnsNothing(exif: String) throws {
    var jpeg = try Data(contentsOf: PixelGoldens.folder.appending(path: "files/grey.jpg"))
    let payload = Data(exif.utf8)
    jpeg.insert(contentsOf: [0xFF, 0xE1, 0, UInt8(payload.count + 2)] + payload, at: 2)
    #expect(try Picture(decoding: jpeg, file: URL(filePath: "grey.jpg")).orientation == .topLeft)
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

extension Picture.Mode {
    fileprivate var nameInPillow: String {
        switch self {
        case .grey: "L"
        case .rgb: "RGB"
        case .greyAlpha: "LA"
        case .rgba: "RGBA"
        case .bilevel: "1"
        case .palette: "P"
        case .cmyk: "CMYK"
        case .grey16: "I;16"
        }
    }
}
