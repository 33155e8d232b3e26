import Foundation
import Testing

@testable import Model

@Test(arguments: PixelGoldens.all.preprocessings)
func preprocessedPixelsEqualTheReferences(golden: PixelGoldens.Case) throws {
    let expected = try PixelGoldens.bytes("\(golden.name).rgb")
    let size = golden.width * golden.height * 3
    try #require(expected.count == golden.files.count * size)
    for (index, file) in golden.files.enumerated() {
        let pixels = golden.preprocessing.pixels(try Picture(contentsOf: PixelGoldens.root.appending(path: file)))
        let difference = PixelDifference(pixels, expected[index * size..<(index + 1) * size])
        #expect(difference == .none, "\(file)")
    }
}

@Test func theTensorIsOpenCLIPsToTheBit() throws {
    let preprocessing = Preprocessing(width: 16, height: 16)
    let picture = try Picture(contentsOf: PixelGoldens.folder.appending(path: "files/rgb.png"))
    var tensor = [Float](repeating: 0, count: 16 * 16 * 3)
    tensor.withUnsafeMutableBufferPointer { preprocessing.tensor(picture, into: $0) }
    let expected = try Data(contentsOf: PixelGoldens.folder.appending(path: "tensor.f32"))
    #expect(tensor.withUnsafeBytes { Data($0) } == expected)
}

@Test func resizedSizesAndCropsFollowTheReference() {
    func framing(_ width: Int, _ height: Int, _ input: Preprocessing) -> [Int] {
        let framing = Framing(width: width, height: height, in: input)
        return [framing.width, framing.height, framing.left, framing.top]
    }
    let clip = Preprocessing(width: 224, height: 224)
    #expect(framing(320, 214, clip) == [334, 224, 55, 0])
    #expect(framing(214, 320, clip) == [224, 334, 0, 55])
    // 335 - 224 is odd: 55.5 goes to the even 56 in Python's round, to 55 by // 2.
    #expect(framing(335, 224, clip) == [335, 224, 56, 0])
    #expect(framing(335, 224, Preprocessing(width: 224, height: 224, cropRounding: .floor)) == [335, 224, 55, 0])
    // 14,933.3 is truncated.
    #expect(framing(3, 200, clip) == [224, 14933, 0, 7354])
    #expect(framing(320, 214, Preprocessing(width: 224, height: 224, resizeMode: .squash)) == [224, 224, 0, 0])
    // A border of 75: 37 above, 38 below.
    #expect(framing(300, 200, Preprocessing(width: 224, height: 224, resizeMode: .longest)) == [224, 149, 0, -37])
    #expect(framing(1000, 1, Preprocessing(width: 224, height: 224, resizeMode: .longest)) == [224, 1, 0, -111])
}

@Test func aPictureOfExtremeProportionsCostsOnlyWhatIsSeen() throws {
    // The whole would be 224 x 14,680,064.
    let picture = Picture(
        width: 1, height: 65536, rgba: [UInt8](repeating: 200, count: 4 * 65536), hasAlpha: false, format: "png")
    let pixels = Preprocessing(width: 224, height: 224).pixels(picture)
    #expect(pixels.allSatisfy { $0 == 200 })
}

@Test func everythingThatChangesTheTensorChangesTheFingerprint() {
    let variants = [
        Preprocessing(width: 224, height: 224), Preprocessing(width: 256, height: 224),
        Preprocessing(width: 224, height: 256), Preprocessing(width: 224, height: 224, resizeMode: .longest),
        Preprocessing(width: 224, height: 224, resizeMode: .squash),
        Preprocessing(width: 224, height: 224, interpolation: .bilinear),
        Preprocessing(width: 224, height: 224, cropRounding: .floor),
        Preprocessing(width: 224, height: 224, convertsToRGBFirst: true),
        Preprocessing(width: 224, height: 224, mean: [0.5, 0.5, 0.5]),
        Preprocessing(width: 224, height: 224, std: [0.5, 0.5, 0.5]),
        Preprocessing(width: 224, height: 224, fillColour: 255),
    ]
    #expect(Set(variants.map(\.fingerprint)).count == variants.count)
}

@Test func theFingerprintIsStable() {
    let expected =
        "pixels 1 224x224 shortest bicubic torchvision RGB last mean [0.48145467, 0.4578275, 0.40821072]"
        + " std [0.26862955, 0.2613026, 0.2757771] fill 0"
    #expect(Preprocessing(width: 224, height: 224).fingerprint == expected)
}
