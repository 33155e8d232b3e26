import CZlib
import Foundation
import Testing

@testable import Model
@testable import TUI

/// 30x20: left half red, right half a green that grows downwards.
private let picture: Picture = {
    var rgba: [UInt8] = []
    for y in 0..<20 { for x in 0..<30 { rgba += x < 15 ? [200, 20, 20, 255] : [0, UInt8(y * 12), 60, 255] } }
    return Picture(width: 30, height: 20, rgba: rgba, hasAlpha: false, format: "test")
}()

private func painter(_ style: PictureStyle, _ cell: PixelSize = PixelSize(width: 10, height: 20)) -> PicturePainter {
    PicturePainter(style: style, colours: .direct, ground: RGB(1, 2, 3), cell: cell)
}

private func inflated(_ base64: String, _ count: Int) throws -> [UInt8] {
    let packed = [UInt8](try #require(Data(base64Encoded: base64)))
    var size = uLong(count)
    var bytes = [UInt8](repeating: 0, count: count)
    #expect(uncompress(&bytes, &size, packed, uLong(packed.count)) == Z_OK)
    #expect(Int(size) == count)
    return bytes
}

@Suite struct PixelTests {
    @Test func kittyGetsThePicturesOwnPixels() throws {
        let pixels = painter(.kitty).pixels(of: picture, within: Size(columns: 12, rows: 9), id: 300)
        // 120x80 of the pane's 120x180 pixels: four rows of characters.
        #expect(pixels.size == Size(columns: 12, rows: 4))
        // A small picture is enlarged by whole pixels.
        #expect(pixels.pixels == PixelSize(width: 120, height: 80))
        let commands = KittyGraphics.showing(pixels, number: 300, hasPlaceholders: false)
        let first = try #require(commands.first)
        #expect(first.hasPrefix("\u{1b}_Ga=T,q=2,i=300,C=1,p=1,f=24,o=z,s=120,v=80,c=12,r=4,m="))
        #expect(commands.allSatisfy { $0.hasSuffix("\u{1b}\\") })
        let payload = commands.map { $0.dropLast(2).split(separator: ";", maxSplits: 1)[1] }.joined()
        let rgb = try inflated(payload, 120 * 80 * 3)
        func pixel(_ x: Int, _ y: Int) -> [UInt8] { Array(rgb[(y * 120 + x) * 3..<(y * 120 + x) * 3 + 3]) }
        #expect(pixel(0, 0) == [200, 20, 20])
        #expect(pixel(59, 79) == [200, 20, 20])
        #expect(pixel(60, 0) == [0, 0, 60])
        #expect(pixel(119, 79) == [0, 228, 60])
    }

    @Test func whatTheCellsHaveTooMuchIsGround() throws {
        let pixels = painter(.kitty).pixels(of: picture, within: Size(columns: 20, rows: 3), id: 300)
        // 60 pixels high are 90 wide: nine columns, exactly.
        #expect(pixels.size == Size(columns: 9, rows: 3))
        let odd = painter(.kitty, PixelSize(width: 8, height: 20)).pixels(
            of: picture, within: Size(columns: 20, rows: 3), id: 300)
        #expect(odd.size == Size(columns: 12, rows: 3))
        #expect(odd.pixels == PixelSize(width: 96, height: 60))
        let rgb = try inflated(String(decoding: odd.bytes, as: UTF8.self), 96 * 60 * 3)
        #expect(Array(rgb[0..<9]) == [1, 2, 3, 1, 2, 3, 1, 2, 3])
        #expect(Array(rgb[9..<12]) == [200, 20, 20])
    }

    @Test func longPicturesAreSentInPieces() throws {
        var noise = [UInt8]()
        for index in 0..<200 * 100 {
            noise += [UInt8(index * 7919 % 251), UInt8(index * 104729 % 241), UInt8(index % 239), 255]
        }
        let large = Picture(width: 200, height: 100, rgba: noise, hasAlpha: false, format: "test")
        let pixels = painter(.kitty).pixels(of: large, within: Size(columns: 20, rows: 10), id: 301)
        let commands = KittyGraphics.showing(pixels, number: 301, hasPlaceholders: true)
        #expect(commands.count > 2)
        #expect(commands[0].contains(",U=1,") && commands[0].contains(",m=1;"))
        #expect(commands.dropFirst().dropLast().allSatisfy { $0.hasPrefix("\u{1b}_Gq=2,m=1;") })
        #expect(commands.last?.hasPrefix("\u{1b}_Gq=2,m=0;") == true)
        #expect(commands.allSatisfy { $0.utf8.count < 4096 + 100 })
    }

    @Test func sixelHasThePixelsOfItsCells() throws {
        let pixels = painter(.sixel).pixels(of: picture, within: Size(columns: 12, rows: 9), id: 300)
        let image = try #require(Sixel(String(decoding: pixels.bytes, as: UTF8.self)))
        // Whole bands of six.
        #expect(image.width == 120)
        #expect(image.height == 78)
        func isNear(_ x: Int, _ y: Int, _ colour: [Int]) -> Bool {
            zip(image[x, y], colour).allSatisfy { abs($0 - $1) <= 12 }
        }
        #expect(isNear(5, 5, [200, 20, 20]))
        #expect(isNear(50, 70, [200, 20, 20]))
        #expect(isNear(100, 40, [0, 120, 60]))
    }

    @Test func iTermIsToldTheCells() {
        let pixels = painter(.iterm2).pixels(of: picture, within: Size(columns: 12, rows: 9), id: 300)
        let text = String(decoding: pixels.bytes, as: UTF8.self)
        #expect(text.hasPrefix("\u{1b}]1337;File=inline=1;width=12;height=4;preserveAspectRatio=0:"))
        #expect(text.hasSuffix("\u{7}"))
        let data = text.dropLast().split(separator: ":", maxSplits: 1)[1]
        // A little-endian TIFF.
        #expect(Data(base64Encoded: String(data))?.prefix(4) == Data([0x49, 0x49, 42, 0]))
    }

    /// Places of the protocol's list, which is published as a table.
    @Test func marksCountAsKittysDo() {
        let known: [Int: UInt32] = [
            0: 0x305, 1: 0x30D, 5: 0x33D, 16: 0x35B, 30: 0x483, 35: 0x592, 54: 0x610, 69: 0x6D6,
        ]
        let marks = PicturePlaceholder.marks
        for (index, value) in known { #expect(marks[index].value == value, "\(index)") }
        #expect(marks.count >= 256)
        #expect(
            Array(PicturePlaceholder.text(row: 1, column: 2).unicodeScalars.map(\.value)) == [0x10EEEE, 0x30D, 0x30E])
    }

    @Test func asciiIsAscii() {
        let cells = painter(.ascii).draw(picture, within: Size(columns: 12, rows: 9)).cells
        #expect(Set(cells.map(\.glyph)).count > 2)
        #expect(cells.allSatisfy { $0.glyph.isASCII })
    }
}

/// A picture in sixel, decoded: bands of six rows, each colour of a band on its own.
private struct Sixel {
    let width: Int
    let height: Int
    private var pixels: [[Int]]

    init?(_ text: String) {
        guard text.hasPrefix("\u{1b}P"), text.hasSuffix("\u{1b}\\"), let start = text.firstIndex(of: "q") else {
            return nil
        }
        var rest = text[text.index(after: start)...].dropLast(2)
        func number() -> Int {
            let digits = rest.prefix { $0.isNumber }
            rest = rest.dropFirst(digits.count)
            return Int(digits) ?? 0
        }
        func numbers() -> [Int] {
            var all = [number()]
            while rest.first == ";" {
                rest = rest.dropFirst()
                all.append(number())
            }
            return all
        }
        guard rest.first == "\"" else { return nil }
        rest = rest.dropFirst()
        let raster = numbers()
        guard raster.count == 4 else { return nil }
        (width, height) = (raster[2], raster[3])
        pixels = [[Int]](repeating: [-1, -1, -1], count: width * height)
        var colours: [Int: [Int]] = [:]
        var (x, band, colour, count) = (0, 0, [0, 0, 0], 1)
        while let letter = rest.first {
            rest = rest.dropFirst()
            switch letter {
            case "#":
                let values = numbers()
                if values.count == 5 { colours[values[0]] = values[2...].map { $0 * 255 / 100 } }
                colour = colours[values[0]] ?? colour
            case "!": count = number()
            case "$": x = 0
            case "-": (x, band) = (0, band + 1)
            default:
                let bits = Int(letter.asciiValue ?? 63) - 63
                for column in x..<x + count where column < width {
                    for bit in 0..<6 where bits >> bit & 1 == 1 && band * 6 + bit < height {
                        pixels[(band * 6 + bit) * width + column] = colour
                    }
                }
                (x, count) = (x + count, 1)
            }
        }
    }

    subscript(x: Int, y: Int) -> [Int] { pixels[y * width + x] }
}
