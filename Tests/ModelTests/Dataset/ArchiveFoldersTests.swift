import Foundation
import Testing

@testable import Model

/// Archives as Python's library writes them.
@Suite struct ArchiveFoldersTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private static let endings = ["zip", "tar.gz", "tar"]

    /// data.zip, data.tar.gz and data.tar of a folder.
    private func pack(_ name: String) throws {
        let script = """
            import shutil, sys
            for form in ("zip", "gztar", "tar"): shutil.make_archive(sys.argv[1], form, *sys.argv[2:])
            """
        let process = try Process.run(
            URL(filePath: "/usr/bin/env"),
            arguments: ["python3", "-c", script, folder.file("data").path, folder.url.path, name])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    private var known: KnownDatasetLibrary {
        KnownDatasetLibrary(
            folder: repository.appending(path: "sample-data/datasets"),
            templates: TemplateLibrary(folder: repository.appending(path: "sample-data/prompts")))
    }

    private func place(_ url: URL) throws -> DatasetPlace {
        try DatasetPlace(FilePath(url), known: known, progress: ScanProgress { _ in })
    }

    @Test(arguments: Layout.all.filter { $0.classes != nil && !$0.images.isEmpty })
    func foldersInAnArchiveAreReadAsTheyAreUnpacked(layout: Layout) throws {
        for image in layout.images { try folder.write("\(layout.folder)/\(image)", "picture \(image)") }
        for (path, text) in layout.texts { try folder.write("\(layout.folder)/\(path)", text) }
        try pack(layout.folder)
        // The archive holds the folder, and that is a lone one.
        let plain = try #require(ClassFolders(place(folder.file(layout.folder)))).content()
        for ending in Self.endings {
            let packed = try #require(ArchiveFolders(place(folder.file("data.\(ending)")))).content()
            #expect(packed.labelColumns == plain.labelColumns, "\(ending)")
            #expect(packed.images.map(\.split) == plain.images.map(\.split), "\(ending)")
            #expect(packed.images.map(\.path) == plain.images.map { "\(layout.folder)/\($0.path)" }, "\(ending)")
            for (one, other) in zip(packed.images, plain.images) {
                #expect(try one.source.contentHash() == other.source.contentHash(), "\(ending)")
            }
        }
    }

    @Test(arguments: endings) func anArchiveIsADatasetOfItsOwn(ending: String) throws {
        for (class_, count) in [("cat", 3), ("dog", 2)] {
            for number in 0..<count { try folder.write("pets/\(class_)/\(number).jpg", "\(class_) \(number)") }
        }
        try pack("pets")
        let dataset = try Dataset(contentsOf: folder.file("data.\(ending)"))
        #expect(dataset.name == "data")
        #expect(dataset.labelColumns[0].classes == ["cat", "dog"])
        #expect(dataset.images.count == 5)
        #expect(dataset.warnings.isEmpty)
    }

    /// Long enough for several places to go on from, and of two gzip members.
    @Test func aLongTarGzIsReadAtAnyPlace() throws {
        var random = SplitMix64(seed: 3)
        var texts: [String: Data] = [:]
        for number in 0..<30 {
            let words = (0..<60_000).map { _ in "\(UInt32.random(in: 0...9999, using: &random)) " }.joined()
            texts["pets/\(number % 2 == 0 ? "cat" : "dog")/\(number).jpg"] = Data(words.utf8)
        }
        for (path, text) in texts { try folder.write(path, text) }
        try pack("pets")
        let tar = try Data(contentsOf: folder.file("data.tar"))
        let script = """
            import gzip, sys
            data = open(sys.argv[1], "rb").read()
            cut = 5_500_001
            open(sys.argv[2], "wb").write(gzip.compress(data[:cut]) + gzip.compress(data[cut:]) + bytes(512))
            """
        let process = try Process.run(
            URL(filePath: "/usr/bin/env"),
            arguments: ["python3", "-c", script, folder.file("data.tar").path, folder.file("two.tgz").path])
        process.waitUntilExit()
        #expect(tar.count > 8_000_000)
        for name in ["data.tar.gz", "two.tgz"] {
            let dataset = try Dataset(contentsOf: folder.file(name))
            #expect(dataset.images.count == 30)
            for image in Array(dataset.images).shuffled(using: &random) {
                #expect(try image.source.contentHash() == ContentHash(of: texts[image.path]!), "\(name) \(image.path)")
            }
        }
    }

    private func small() throws -> [String: Data] {
        for name in ["cat/1.jpg", "cat/2.jpg", "dog/1.jpg"] {
            try folder.write("pets/\(name)", "a picture of \(name), a picture of \(name)")
        }
        try folder.write("pets/labels.txt", "cat/1.jpg cat\n")
        try pack("pets")
        return try Dictionary(
            uniqueKeysWithValues: ["data.zip", "data.tar.gz"].map { ($0, try Data(contentsOf: folder.file($0))) })
    }

    @Test func noByteMakesItTrap() throws {
        var random = SplitMix64(seed: 1)
        for (name, whole) in try small() {
            for place in stride(from: 0, to: whole.count, by: 3) {
                var broken = whole
                broken[place] = UInt8.random(in: 0...255, using: &random)
                if place % 5 == 0 { broken.removeLast(place / 2) }
                try broken.write(to: folder.file("broken-\(name)"))
                guard let dataset = try? Dataset(contentsOf: folder.file("broken-\(name)")) else { continue }
                for image in dataset.images { _ = try? image.source.contentHash() }
            }
        }
    }

    @Test func anArchiveThatIsCutShortGivesItsWholeImages() throws {
        var random = SplitMix64(seed: 1)
        for name in ["cat/1.jpg", "cat/2.jpg", "dog/1.jpg"] {
            try folder.write("pets/\(name)", Data((0..<50_000).map { _ in .random(in: 0...255, using: &random) }))
        }
        try pack("pets")
        try Data(contentsOf: folder.file("data.tar.gz")).dropLast(1_000).write(to: folder.file("cut.tar.gz"))
        let dataset = try Dataset(contentsOf: folder.file("cut.tar.gz"))
        #expect(dataset.images.count == 2)
        for image in dataset.images {
            #expect(try image.source.contentHash() == ImageSource(folder.file(image.path)).contentHash())
        }
        #expect(dataset.warnings.contains { $0.contains("is not a whole gzip file; the images before it are shown") })
    }

    /// In the directory the unpacked size stands 24 bytes behind an entry's head, and 8 behind it the flags.
    @Test func aSizeThatNoDeflateCanHaveTakesNoMemory() throws {
        var zip = try #require(try small()["data.zip"])
        let heads = zip.indices.filter { zip[$0...].starts(with: [0x50, 0x4B, 1, 2]) }
        for head in heads {
            zip.replaceSubrange(head + 24..<head + 28, with: [0, 0, 0, 0x7F])
        }
        try zip.write(to: folder.file("long.zip"))
        let dataset = try Dataset(contentsOf: folder.file("long.zip"))
        let error = #expect(throws: ImageError.self) { try dataset.images[0].source.contentHash() }
        #expect("\(try #require(error))".contains("in it is no whole file of"), "\(error!)")
    }

    @Test func whatIsEncryptedIsCounted() throws {
        var zip = try #require(try small()["data.zip"])
        let heads = zip.indices.filter { zip[$0...].starts(with: [0x50, 0x4B, 1, 2]) }
        let image = try #require(heads.last { zip[$0 + 46..<$0 + 70].contains(UInt8(ascii: "j")) })
        zip[image + 8] |= 1
        try zip.write(to: folder.file("secret.zip"))
        let dataset = try Dataset(contentsOf: folder.file("secret.zip"))
        #expect(dataset.images.count == 2)
        #expect(dataset.leftOut.sentence?.contains("encrypted") == true)
    }

    @Test(arguments: ["zip", "tar.gz"]) func whatIsReadInFoldersAloneIsSaidToBeUnpacked(ending: String) throws {
        for number in 0..<2 { try folder.write("pets/data/train-0000\(number)-of-00002.parquet", "PAR1") }
        try pack("pets")
        let error = #expect(throws: DatasetError.self) { try Dataset(contentsOf: folder.file("data.\(ending)")) }
        let said = error?.description ?? ""
        #expect(said.contains("there are 2 Parquet files (pets/data/train-00000-of-00002.parquet), which are not read"))
        #expect(said.hasSuffix("inside of an archive: unpack it"), "\(said)")
    }

    @Test func whatIsNoArchiveIsSaid() throws {
        for (name, reason) in [("a.zip", "no zip archive"), ("a.tar.gz", "not a whole gzip file")] {
            try folder.write(name, "something else, of some length")
            let error = #expect(throws: DatasetError.self) { try Dataset(contentsOf: folder.file(name)) }
            #expect("\(try #require(error))".contains(reason), "\(error!)")
        }
    }
}
