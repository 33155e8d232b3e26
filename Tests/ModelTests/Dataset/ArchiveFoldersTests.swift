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

    /// Oxford-IIIT Pet is another layout, tried below.
    @Test(
        arguments: Layout.all.filter {
            $0.classes != nil && !$0.images.isEmpty && !$0.texts.keys.contains { $0.contains("annotations/list.txt") }
        })
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

    private func runPython(_ script: String, _ arguments: [String]) throws {
        let process = try Process.run(
            URL(filePath: "/usr/bin/env"), arguments: ["python3", "-c", script] + arguments)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    /// images/ and annotations/ as Oxford-IIIT Pet has them, in the folder pets.
    private func pets() throws {
        for name in ["Abyssinian_1", "Abyssinian_2", "american_bulldog_10", "not_listed"] {
            try folder.write("pets/images/\(name).jpg", "picture \(name)")
        }
        try folder.write("pets/annotations/trimaps/Abyssinian_1.png", "a mask")
        try folder.write("pets/annotations/trimaps/._Abyssinian_1.png", "of macOS")
        try folder.write(
            "pets/annotations/list.txt",
            "#Image CLASS-ID SPECIES BREED ID\nAbyssinian_1 1 1 1\nAbyssinian_2 1 1 1\namerican_bulldog_10 2 2 1\n")
        try folder.write("pets/annotations/trainval.txt", "Abyssinian_2 1 1 1\n")
        try folder.write("pets/annotations/test.txt", "american_bulldog_10 2 2 1\n")
    }

    private func expectSame(_ packed: Dataset, _ plain: Dataset, _ prefix: String = "") throws {
        #expect(packed.labelColumns == plain.labelColumns)
        #expect(packed.images.map(\.split) == plain.images.map(\.split))
        #expect(packed.images.map(\.path) == plain.images.map { prefix + $0.path })
        for (one, other) in zip(packed.images, plain.images) {
            #expect(try one.source.contentHash() == other.source.contentHash())
        }
    }

    @Test func oxfordPetsIsReadInTheTwoArchivesThatAreDistributed() throws {
        try pets()
        try FileManager.default.createDirectory(at: folder.file("packed"), withIntermediateDirectories: true)
        try runPython(
            "import shutil, sys\nfor name in ('images', 'annotations'):"
                + " shutil.make_archive(f'{sys.argv[1]}/packed/{name}', 'gztar', f'{sys.argv[1]}/pets', name)",
            [folder.url.path])
        try expectSame(Dataset(contentsOf: folder.file("packed")), Dataset(contentsOf: folder.file("pets")))
    }

    @Test(arguments: endings) func oxfordPetsIsReadInOneArchive(ending: String) throws {
        try pets()
        try pack("pets")
        let packed = try Dataset(contentsOf: folder.file("data.\(ending)"))
        try expectSame(packed, Dataset(contentsOf: folder.file("pets")), "pets/")
        #expect(packed.labelColumns.map(\.name) == ["breed", "species"])
    }

    /// Pairs of two sizes, so that no offset fits both.
    private func digits(isPacked: Bool) throws {
        try runPython(
            """
            import gzip, os, struct, sys
            folder = sys.argv[1] + "/digits/MNIST/raw"
            os.makedirs(folder)
            for split, count, side in (("train", 12, 4), ("t10k", 3, 5)):
                images = struct.pack(">IIII", 0x803, count, side, side) + os.urandom(count * side * side)
                labels = struct.pack(">II", 0x801, count) + bytes(i % 3 for i in range(count))
                for name, data in (("images-idx3", images), ("labels-idx1", labels)):
                    file = f"{folder}/{split}-{name}-ubyte"
                    open(file + ".gz", "wb").write(gzip.compress(data)) if sys.argv[2] == "gz" else open(file, "wb").write(data)
            """, [folder.url.path, isPacked ? "gz" : ""])
    }

    @Test(arguments: endings, [false, true]) func filesOfMNISTAreReadInAnArchive(ending: String, isPacked: Bool) throws
    {
        try digits(isPacked: isPacked)
        try pack("digits")
        let packed = try Dataset(contentsOf: folder.file("data.\(ending)"))
        try expectSame(packed, Dataset(contentsOf: folder.file("digits/MNIST")))
        #expect(packed.images.count == 15)
        #expect(Set(packed.images.compactMap { try? $0.source.contentHash() }).count == 15)
        for image in packed.images { #expect(try image.source.picture().width == (image.split == "test" ? 5 : 4)) }
    }

    @Test func aFileOfMNISTThatIsCutShortInAnArchiveIsOneLine() throws {
        try digits(isPacked: true)
        let file = folder.file("digits/MNIST/raw/train-images-idx3-ubyte.gz")
        try Data(contentsOf: file).dropLast(20).write(to: file)
        try pack("digits")
        for ending in Self.endings {
            let error = #expect(throws: DatasetError.self) { try Dataset(contentsOf: folder.file("data.\(ending)")) }
            let said = error?.description ?? ""
            #expect(said.contains("train-images-idx3-ubyte.gz") && said.contains("not a whole gzip file"), "\(said)")
        }
    }

    /// As Kaggle's competitions come: the archives and the table of labels, in one folder.
    @Test func archivesInAFolderAreReadTogetherWithTheTableBesideThem() throws {
        for name in ["a", "b", "c", "d"] { try folder.write("train/\(name).jpg", "picture \(name)") }
        for name in ["e", "f"] { try folder.write("test/\(name).jpg", "picture \(name)") }
        try folder.write("packed/train.csv", "id,breed\na,pug\nb,boxer\nc,pug\nd,boxer\n")
        try runPython(
            "import shutil, sys\nfor name in ('train', 'test'):"
                + " shutil.make_archive(f'{sys.argv[1]}/packed/{name}', 'zip', f'{sys.argv[1]}/{name}')",
            [folder.url.path])
        let dataset = try Dataset(contentsOf: folder.file("packed"))
        #expect(dataset.labelColumns.first?.name == "breed")
        #expect(dataset.labelColumns.first?.classes == ["boxer", "pug"])
        #expect(dataset.images.map(\.path).sorted() == ["test/e.jpg", "test/f.jpg"] + "abcd".map { "train/\($0).jpg" })
        let image = try #require(dataset.images.first { $0.path == "train/c.jpg" })
        #expect(try image.source.contentHash() == ContentHash(of: Data("picture c".utf8)))
    }

    @Test func archivesThatHoldTheSameFolderAreToldApartByTheirNames() throws {
        for split in ["train", "test"] {
            for name in ["cat", "dog"] { try folder.write("\(split)/data/\(name)/1.jpg", "\(split) \(name)") }
        }
        try runPython(
            "import os, shutil, sys\nos.makedirs(sys.argv[1] + '/packed')\nfor name in ('train', 'test'):"
                + " shutil.make_archive(f'{sys.argv[1]}/packed/{name}', 'zip', f'{sys.argv[1]}/{name}', 'data')",
            [folder.url.path])
        let dataset = try Dataset(contentsOf: folder.file("packed"))
        #expect(dataset.labelColumns.first?.classes == ["cat", "dog"])
        #expect(dataset.images.map(\.split) == ["test", "test", "train", "train"])
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
