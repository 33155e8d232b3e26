import Foundation
import Testing

@testable import Model

/// TIFF, HEIC, AVIF, JPEG XL and ICO beside Pillow (scripts/goldens formats).
@Suite struct LoadedFormatsTests {
    struct Goldens: Decodable {
        struct File: Decodable {
            let file: String
            let width: Int
            let height: Int
            let hasAlpha: Bool
            let mode: String
            let orientation: Int
            /// Levels that another version of a library may be off.
            let within: Int
        }

        let files: [File]
        let refused: [String: String]
    }

    static let folder = PixelGoldens.folder.deletingLastPathComponent().appending(path: "formats")

    static func goldens() throws -> Goldens {
        try JSONDecoder().decode(Goldens.self, from: Data(contentsOf: folder.appending(path: "formats.json")))
    }

    private static func file(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: "files/\(name)"))
    }

    private static func line(_ data: Data, _ name: String) -> String? {
        let error = #expect(throws: ImageError.self) { try Picture(decoding: data, file: URL(filePath: "/" + name)) }
        return error?.description.replacing("/" + name, with: name)
    }

    @Test func everyKindDecodesToPillowsPixels() throws {
        let decoded = try Data(contentsOf: Self.folder.appending(path: "decoded.rgba"))
        var start = 0
        for golden in try Self.goldens().files {
            let picture = try Picture(decoding: Self.file(golden.file), file: URL(filePath: golden.file))
            try #require(picture.width == golden.width && picture.height == golden.height, "\(golden.file)")
            let expected = [UInt8](decoded[start..<start + picture.rgba.count])
            let most = zip(picture.rgba, expected).map { abs(Int($0) - Int($1)) }.max() ?? 0
            #expect(most <= golden.within, "\(golden.file): \(most) levels")
            #expect(picture.hasAlpha == golden.hasAlpha, "\(golden.file)")
            #expect(picture.orientation.rawValue == golden.orientation, "\(golden.file)")
            start += picture.rgba.count
        }
        #expect(start == decoded.count)
    }

    @Test func theModeIsPillows() throws {
        for golden in try Self.goldens().files {
            let picture = try Picture(decoding: Self.file(golden.file), file: URL(filePath: golden.file))
            let names: [String] =
                switch picture.mode {
                case .grey: ["L"]
                // libheif does not say that a picture is grey.
                case .rgb: golden.file.hasSuffix(".heic") ? ["RGB", "L"] : ["RGB", "YCbCr"]
                case .greyAlpha: ["LA"]
                case .rgba: ["RGBA"]
                case .bilevel: ["1"]
                case .palette: ["P"]
                case .cmyk: ["CMYK"]
                case .grey16: ["I;16", "I;16B"]
                }
            #expect(names.contains(golden.mode), "\(golden.file): \(names)")
        }
    }

    @Test(arguments: [
        ("rgb.tif", "tiff"), ("big-tiff.tif", "tiff"), ("420.heic", "heic"), ("420.avif", "avif"), ("rgb.jxl", "jxl"),
        ("container.jxl", "jxl"), ("jpeg.jxl", "jxl"), ("masked.ico", "ico"),
    ])
    func theFormatIsToldByContentNotByName(file: String, format: String) throws {
        let folder = try ScratchFolder()
        for name in ["picture.jpg", "picture"] {
            #expect(try Picture(contentsOf: folder.write(name, Self.file(file))).format == format)
        }
    }

    @Test func whatPillowRefusesIsRefusedByWhatItIs() throws {
        for (name, reason) in try Self.goldens().refused {
            let data = try Data(contentsOf: Self.folder.appending(path: "refused/\(name)"))
            let line = try #require(Self.line(data, name))
            #expect(line.hasPrefix("\(name): TIFF with ") && line.contains(reason), "\(line)")
        }
    }

    @Test func anAVIFThatSaysItIsLargeIsRefused() throws {
        let bomb = try Data(contentsOf: Self.folder.appending(path: "bombs/AVIF"))
        #expect(Self.line(bomb, "bomb")?.hasPrefix("bomb: corrupt AVIF: ") == true)
        #expect(Self.line(bomb, "bomb")?.contains("60000x60000") == true)
    }

    @Test(arguments: ["TIFF", "BigTIFF", "JPEG XL"])
    func aDecompressionBombIsRefusedBeforeItIsDecoded(format: String) throws {
        let bomb = try Data(contentsOf: Self.folder.appending(path: "bombs/\(format)"))
        #expect(Self.line(bomb, "bomb") == "bomb: 60000x60000 is 3600 megapixels, at most 178 are read")
    }

    /// The size stands in the coded picture's parameters; the container says nothing of it.
    @Test func aHEICWhoseCodedPictureSaysItIsLargeIsRefused() {
        let side = "000000000000000" + String(60001, radix: 2)
        let bits = String(repeating: "1", count: 20) + "0001" + String(repeating: "1", count: 96) + "1010" + side + side
        let padded = bits + String(repeating: "1", count: (8 - bits.count % 8) % 8)
        let unit = stride(from: 0, to: padded.count, by: 8).map { UInt8(padded.dropFirst($0).prefix(8), radix: 2)! }
        let parameters = [UInt8](repeating: 1, count: 23) + [33, 0, 1, 0, UInt8(unit.count)] + unit
        let head = Data([0, 0, 0, 16]) + Data("ftypheic\0\0\0\0".utf8) + Data([0, 0, 0, 99])
        let bomb = head + Data("hvcC".utf8) + Data(parameters) + Data(count: 8)
        #expect(Self.line(bomb, "bomb") == "bomb: 60000x60000 is 3600 megapixels, at most 178 are read")
    }

    @Test func anIconThatSaysItIsLargeIsRefused() throws {
        let bomb = try Data(contentsOf: Self.folder.appending(path: "bombs/ICO"))
        #expect(Self.line(bomb, "bomb") == "bomb: 60000x120000 is 7200 megapixels, at most 178 are read")
    }

    @Test(arguments: [
        "rgb.tif", "tiff_lzw.tif", "tiles.tif", "jpeg.tif", "palette-4.tif", "420.heic", "alpha.heic", "420.avif",
        "alpha.avif", "rgb.jxl", "rgb-lossy.jxl", "container.jxl", "rgb-png.ico", "rgb-bitmap.ico", "masked.ico",
    ])
    func aFileThatEndsEarlyIsNoPicture(name: String) throws {
        let data = try Self.file(name)
        for length in [20, data.count / 4, data.count / 2, data.count * 9 / 10] {
            let line = try #require(Self.line(data.prefix(length), name))
            #expect(line.hasPrefix("\(name): truncated ") || line.hasPrefix("\(name): corrupt "), "\(length): \(line)")
        }
    }

    /// Every byte of the small files at two values: an error or a picture of a size that fits, and no trap.
    @Test(arguments: [
        "palette-4.tif", "rgba-16-premultiplied.tif", "tiles.tif", "jpeg.tif", "big-tiff.tif", "even.heic", "420.avif",
        "grey.jxl", "jpeg.jxl", "masked-1-bit.ico",
    ])
    func aChangedByteNeverTraps(name: String) throws {
        let data = try Self.file(name)
        for index in stride(from: 0, to: data.count, by: max(1, data.count / 100)) {
            for value in [UInt8(0xFF), data[index] ^ 1] {
                var broken = data
                broken[index] = value
                _ = try? Picture(decoding: broken, file: URL(filePath: name))
            }
        }
    }

    @Test func aPageThatIsTurnedHasItsSidesExchanged() throws {
        let picture = try Picture(decoding: Self.file("orientation-6.tif"), file: URL(filePath: "a.tif"))
        #expect(picture.width == 13 && picture.height == 21 && picture.orientation == .topLeft)
    }

    @Test(arguments: DecoderLibrary.allCases) func itsDecoderIsInstalledHere(library: DecoderLibrary) {
        #expect(library.isPresent, "scripts/setup installs \(library.package)")
        #expect(library.package.hasPrefix("lib") && !library.package.contains(".so"))
    }

    @Test func whatCannotBeReadForWantOfALibraryIsCountedWithThePackageThatReadsIt() {
        var leftOut = LeftOut()
        for name in ["cat/a.heic", "cat/b.heic"] { leftOut.add(format: DecoderLibrary.heif.format, example: name) }
        #expect(leftOut.sentence == "2 HEIC files (cat/a.heic, ...) are left out: install libheif1")
        leftOut.add(format: "JPEG 2000", example: "dog/c.jp2")
        #expect(
            leftOut.sentence?.hasPrefix(
                "2 HEIC files (cat/a.heic, ...), 1 JPEG 2000 file (dog/c.jp2) are left out: install libheif1, the formats read are PNG"
            ) == true)
    }

    @Test func whatSatellitesMeasureIsCountedAndLeftOut() throws {
        let folder = try ScratchFolder()
        for place in ["EuroSAT/Forest", "EuroSAT/River"] {
            try folder.write("d/\(place)/1.jpg", Data(contentsOf: PixelGoldens.folder.appending(path: "files/420.jpg")))
        }
        let bands = try Data(contentsOf: Self.folder.appending(path: "refused/thirteen-bands.tif"))
        for name in ["1", "2"] { try folder.write("d/EuroSATallBands/Forest/\(name).tif", bands) }
        try folder.write("d/EuroSAT/River/2.tif", Self.file("rgb.tif"))
        let dataset = try Dataset(contentsOf: folder.file("d"))
        #expect(dataset.images.count == 3)
        #expect(
            dataset.leftOut.sentence?.contains(
                "2 TIFF files of 13 channels (EuroSATallBands/Forest/1.tif, ...) are left out")
                == true, "\(dataset.leftOut.sentence ?? "")")
    }

    @Test func brandsTellAVIFFromHEICAndFromFilms() {
        func format(_ brands: String) -> ImageFormat? {
            ISOBoxes.format(
                of: Data([0, 0, 0, UInt8(8 + brands.utf8.count)] + "ftyp".utf8 + brands.utf8) + Data(count: 40))
        }
        #expect(format("avif\0\0\0\0mif1avif") == .avif)
        #expect(format("mif1\0\0\0\0mif1avif") == .avif)
        #expect(format("mif1\0\0\0\0mif1heic") == .heic)
        #expect(format("heix\0\0\0\0mif1heix") == .heic)
        #expect(format("isom\0\0\0\0isomavc1") == nil)
    }
}
