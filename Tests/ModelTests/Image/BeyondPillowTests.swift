import Foundation
import Testing

@testable import Model

/// Files that the reference misreads or refuses, made of goldens by another palette or other masks.
@Suite struct BeyondPillowTests {
    private func picture(_ name: String, _ changes: [(offset: Int, bytes: [UInt8])]) throws -> Picture {
        let file = PixelGoldens.folder.appending(path: "files/\(name)")
        var data = try Data(contentsOf: file)
        for (offset, bytes) in changes { data.replaceSubrange(offset..<offset + bytes.count, with: bytes) }
        return try Picture(decoding: data, file: file)
    }

    /// The indices that a palette's colours were looked up by are the levels of a picture without.
    private func expect(_ grey: Picture, indexes coloured: Picture) throws {
        guard case .palette(let colours) = coloured.mode else {
            Issue.record("no palette")
            return
        }
        #expect(grey.mode == .grey)
        for pixel in stride(from: 0, to: grey.rgba.count, by: 4) {
            let index = Int(grey.rgba[pixel])
            #expect(Array(coloured.rgba[pixel..<pixel + 3]) == Array(colours[index * 3..<index * 3 + 3]))
        }
    }

    @Test func aRampOfFourBitsIsGrey() throws {
        let ramp = (UInt8(0)..<16).flatMap { level -> [UInt8] in [level, level, level, 0] }
        try expect(picture("palette-4-bit.bmp", [(54, ramp)]), indexes: picture("palette-4-bit.bmp", []))
    }

    @Test func aLocalRampUnderAPaletteIsGrey() throws {
        let ramp = (UInt8(0)..<16).flatMap { [UInt8](repeating: $0, count: 3) }
        // Screen, palette of 16 colours, descriptor.
        let offset = 13 + 48 + 10
        try expect(picture("local-palette.gif", [(offset, ramp)]), indexes: picture("local-palette.gif", []))
    }

    @Test func eightBitsInBlackAndWhiteAreEight() throws {
        let picture = try picture(
            "palette-8-bit.bmp", [(46, [2]), (54, [0, 0, 0, 0, 255, 255, 255, 0]), (1081 + 6 * 16, [0, 1, 0])])
        #expect(picture.mode == .bilevel)
        #expect(picture.rgba.prefix(12) == [0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0, 255])
    }

    @Test func masksOfFourBitsAreSpread() throws {
        // The lowest bits for red, the highest four for nothing.
        let picture = try picture(
            "16-bit-565.bmp", [(54, [0x0F, 0, 0, 0, 0xF0, 0, 0, 0, 0, 0x0F, 0, 0]), (66 + 6 * 28, [0x21, 0xF3])])
        #expect(picture.rgba.prefix(4) == [0x11, 0x22, 0x33, 255])
    }
}
