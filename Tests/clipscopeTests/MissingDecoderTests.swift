import Foundation
import Testing

/// Pictures whose decoder is loaded when one is met, where it is not installed, and where it has something to say.
@Suite struct MissingDecoderTests {
    let program: Program
    private let goldens = repository.appending(path: "Tests/ModelTests/Goldens/formats/files")

    init() throws { program = try Program() }

    private func copy(_ name: String, to target: String) throws {
        try program.write(target, Data(contentsOf: goldens.appending(path: name)))
    }

    /// The loader takes the first file of the library's name, and this one is none.
    private func withoutHEIF() throws -> [String: String] {
        try program.write("lib/libheif.so.1", "")
        return ["LD_LIBRARY_PATH": program.folder.appending(path: "lib").path]
    }

    @Test func itsFilesAreCountedAndThePackageIsNamed() throws {
        for name in ["cat/1.heic", "dog/2.HEIC"] { try copy("even.heic", to: "zoo/\(name)") }
        try copy("rgb.tif", to: "zoo/cat/3.tif")
        let whole = try program("eval", "--dataset", "zoo", "--json")
        #expect(try whole.status == 0 && whole.json()["images"] as? Int == 3 && whole.messages.isEmpty)
        let result = try program("eval", "--dataset", "zoo", "--json", environment: withoutHEIF())
        #expect(
            result.messages.hasPrefix(
                "clipscope: warning: zoo: 2 HEIC files (cat/1.heic, ...) are left out: install libheif1"),
            "\(result.messages)")
        #expect(try result.json()["images"] as? Int == 1 && result.json()["left_out"] as? Int == 2)
    }

    @Test func aPictureThatIsNamedItselfIsRefusedWithThePackage() throws {
        try copy("even.heic", to: "cat.heic")
        let result = try program("classify", "cat.heic", "--labels", "cat,dog", environment: withoutHEIF())
        #expect(result.status == 1)
        #expect(result.messages.hasSuffix("cat.heic: HEIC cannot be read here: install libheif1\n"))
        #expect(result.messages.split(separator: "\n").count == 1)
    }

    /// libjxl, libde265 and others print what is amiss in a file on standard error.
    @Test(arguments: ["rgb-lossy.jxl", "even.heic", "420.avif", "tiff_lzw.tif"])
    func aBrokenPictureIsOneLine(name: String) throws {
        var data = try Data(contentsOf: goldens.appending(path: name))
        for index in stride(from: data.count / 2, to: data.count, by: 3) { data[index] ^= 0x55 }
        try program.write(name, data)
        let result = try program("classify", name, "--labels", "cat,dog")
        // A decoder may see nothing wrong.
        #expect(result.messages.split(separator: "\n").count <= 1, "\(result.messages)")
        #expect(result.status == 0 || result.messages.contains(name))
    }
}
