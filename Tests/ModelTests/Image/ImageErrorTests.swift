import Foundation
import Testing

@testable import Model

@Suite struct ImageErrorTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// The error's line without the folder's path.
    private func line(_ file: URL) -> String? {
        let error = #expect(throws: ImageError.self) { try Picture(contentsOf: file) }
        return error?.description.replacing(folder.url.path + "/", with: "")
    }

    private func golden(_ name: String) throws -> Data {
        try Data(contentsOf: PixelGoldens.folder.appending(path: "files/\(name)"))
    }

    @Test func aMissingFileIsNamed() {
        #expect(line(folder.file("none.png")) == "none.png: no such file")
    }

    @Test func aDirectoryIsNoImage() throws {
        try folder.write("album.png/inside.txt")
        #expect(line(folder.file("album.png")) == "album.png: is a directory, expected an image file")
    }

    @Test(.enabled(if: geteuid() != 0, "root reads everything")) func aForbiddenFileIsNamed() throws {
        let file = try folder.write("secret.png", golden("rgb.png"))
        chmod(file.path, 0)
        #expect(line(file) == "secret.png: cannot be read: Permission denied")
    }

    @Test func anEmptyFileIsNoImage() throws {
        #expect(
            try line(folder.write("empty.png", Data()))
                == "empty.png: is empty, expected a PNG, JPEG, WebP, GIF, BMP, PPM, TIFF, HEIC, AVIF, JPEG XL or ICO image"
        )
    }

    @Test(arguments: [
        ("hello, world", "text that starts with \"hello, world\""),
        ("BMW builds cars in Munich", "text that starts with \"BMW builds cars \""), ("8BPS", "a Photoshop document"),
        ("\0\0\0 ftypisom", "an MP4 film"),
        ("line\u{7}\u{1B}[31m", "a file that starts with the bytes 6c 69 6e 65 07 1b 5b 33"),
        ("two\nlines", "text that starts with \"two\\nlines\""),
        ("RIFF\0\0\0\0WAVE", "a file that starts with the bytes 52 49 46 46 00 00 00 00"),
    ])
    func whatIsNoImageIsDescribed(content: String, description: String) throws {
        let file = try folder.write("picture.png", content)
        #expect(
            line(file)
                == "picture.png: is \(description), expected a PNG, JPEG, WebP, GIF, BMP, PPM, TIFF, HEIC, AVIF, JPEG XL or ICO image"
        )
    }

    @Test(arguments: [
        "420.jpg", "progressive.jpg", "cmyk.jpg", "restarts.jpg", "rgb.png", "lossy.webp", "lossless.webp",
        "interlaced.gif", "full-table.gif", "palette-8-bit.bmp", "16-bit-565.bmp", "raw.ppm",
        "plain.ppm",
    ])
    func aFileThatEndsEarlyIsTruncated(name: String) throws {
        let data = try golden(name)
        let formats = ["jpg": "JPEG", "png": "PNG", "webp": "WebP", "gif": "GIF", "bmp": "BMP", "ppm": "PPM"]
        let format = try #require(formats[String(name.suffix(name.hasSuffix("webp") ? 4 : 3))])
        for length in [20, data.count / 4, data.count / 2, data.count * 9 / 10, data.count - 20, data.count - 13] {
            let file = try folder.write(name, data.prefix(length))
            #expect(line(file) == "\(name): truncated \(format): its \(length) bytes end before the picture does")
        }
    }

    @Test func aSamplePhotoCutAnywhereIsTruncated() throws {
        let photo = PixelGoldens.root.appending(path: "sample-data/photos/images/animals/albino-peahen.jpg")
        let data = try Data(contentsOf: photo)
        for length in stride(from: 4, to: data.count, by: data.count / 50) {
            let file = try folder.write("photo.jpg", data.prefix(length))
            #expect(line(file)?.hasPrefix("photo.jpg: truncated JPEG") == true, "\(length)")
        }
    }

    @Test(arguments: ["IHDR", "gAMA", "IDAT"]) func aWrongChecksumIsCorrupt(chunk: String) throws {
        var broken = try golden("rgb-gamma.png")
        let name = try #require(broken.range(of: Data(chunk.utf8)))
        let length = broken[name.lowerBound - 4..<name.lowerBound].reduce(0) { $0 << 8 | Int($1) }
        broken[name.upperBound + length] ^= 1
        #expect(try line(folder.write("broken.png", broken)) == "broken.png: corrupt PNG: \(chunk): CRC error")
    }

    @Test(arguments: [
        ("P6 x 2 255\n", "corrupt PPM: its head has no number"), ("P6 0 2 255\n", "corrupt PPM: its size is 0x2"),
        ("P6 1 1 0\nabc", "corrupt PPM: white is 0, expected 1 to 65535"),
        ("P3 1 1 9\n1 2 10 ", "corrupt PPM: a sample is none from 0 to 9"),
        ("P5 1 1 256\nab", "PPM with 16 bit grey is not supported"),
        ("P6 99999999999 1 1\n", "corrupt PPM: its head has no number"), ("P1 2 1 12", "corrupt PPM: a sample is none"),
    ])
    func aBrokenPPMIsTold(text: String, reason: String) throws {
        let found = try line(folder.write("broken.ppm", text))
        #expect(found?.hasPrefix("broken.ppm: \(reason)") == true, "\(found ?? "")")
    }

    @Test func aJPEGWithoutAFrameIsCorrupt() throws {
        let file = try folder.write("broken.jpg", Data([0xFF, 0xD8, 0xFF, 0xD9]))
        #expect(line(file) == "broken.jpg: corrupt JPEG: no frame header")
    }

    @Test(arguments: ["PNG", "JPEG", "WebP", "GIF", "BMP", "PPM"])
    func aDecompressionBombIsRefusedBeforeItIsDecoded(format: String) throws {
        let bomb = try Data(contentsOf: PixelGoldens.folder.appending(path: "bombs/\(format)"))
        #expect(try line(folder.write("bomb", bomb)) == "bomb: 60000x60000 is 3600 megapixels, at most 178 are read")
    }

    @Test(arguments: [
        // Sixth byte on: the screen. Behind 13 bytes and a palette of 16 colours: the frame, its bits, its data.
        (6, Data(repeating: 0, count: 55) + Data(";".utf8), "no picture in it"),
        (66, Data([0, 0]), "its picture is 0x7"), (71, Data([9]), "9 bit a pixel"),
        (72, Data([0]), "its pixels end too soon"), (72, Data([2, 0xFF, 0xFF]), "its pixels cannot be decoded"),
        (72, Data([2, 0x01, 0x01]), "its pixels end too soon"),
    ])
    func aCorruptGIFIsCorrupt(offset: Int, bytes: Data, reason: String) throws {
        var broken = try golden("no-first-clear.gif")
        broken.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        #expect(try line(folder.write("broken.gif", broken)) == "broken.gif: corrupt GIF: \(reason)")
    }

    @Test(arguments: [
        // Width, bits, compression, number of colours, what follows the palette of 256.
        ("palette-8-bit.bmp", 18, Data([0, 0]), "corrupt BMP: its size is 0x7"),
        ("palette-8-bit.bmp", 28, Data([2]), "BMP with 2 bit a pixel and compression 0 is not supported"),
        ("24-bit-top-down.bmp", 30, Data([4]), "BMP with 24 bit a pixel and compression 4 is not supported"),
        ("palette-8-bit.bmp", 46, Data([1, 1]), "corrupt BMP: a palette of 257 colours"),
        ("run-length-8-bit.bmp", 1078, Data([0, 1]), "corrupt BMP: its pixels end too soon"),
        (
            "16-bit-565.bmp", 54, Data([0, 0x75, 0, 0]),
            "BMP with the colour masks 00007500 000007e0 0000001f is not supported"
        ),
    ])
    func aCorruptBMPIsRefused(name: String, offset: Int, bytes: Data, reason: String) throws {
        var broken = try golden(name)
        broken.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        #expect(try line(folder.write("broken.bmp", broken)) == "broken.bmp: \(reason)")
    }

    @Test func twelveBitSamplesAreNotSupported() throws {
        var deep = try golden("420.jpg")
        let frame = try #require(deep.range(of: Data([0xFF, 0xC0]))).upperBound
        deep[frame + 2] = 12
        #expect(try line(folder.write("deep.jpg", deep)) == "deep.jpg: JPEG with 12 bit a sample is not supported")
    }

    @Test func corruptWebPIsCorrupt() throws {
        var broken = try golden("lossless.webp")
        for index in 30..<broken.count { broken[index] = 0 }
        let line = try line(folder.write("broken.webp", broken))
        #expect(line == "broken.webp: corrupt WebP: its pixels cannot be decoded")
    }
}
