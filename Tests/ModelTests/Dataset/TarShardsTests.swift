import Foundation
import Testing

@testable import Model

@Suite struct TarShardsTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A shard of so many samples from a number on: photo, class, caption.
    private func shard(_ name: String, from first: Int, count: Int) throws {
        let members = try (first..<first + count).flatMap { index in
            let key = String(format: "%06d", index)
            return [
                ("\(key).\(Samples.photos[index % 6].hasSuffix("png") ? "png" : "jpg")", try Samples.photo(index)),
                ("\(key).cls", Data("\(index % 3)\n".utf8)),
            ]
        }
        try folder.write(name, Samples.tar(members))
    }

    @Test func samplesOfAShardAreRead() throws {
        try folder.write(
            "pets.tar",
            Samples.tar([
                ("__key__/", Data()), ("a/cat.one.jpg", try Samples.photo(0)), ("a/cat.one.txt", Data()),
                ("b.txt", Data("an owl on a branch".utf8)), ("b.jpg", try Samples.photo(1)),
                ("b.json", Data(#"{"width": 320, "tags": ["x"], "kind": "bird", "sharp": true, "note": null}"#.utf8)),
                ("c.cls", Data("7".utf8)), (".hidden.jpg", Data("x".utf8)), ("d.PNG", try Samples.photo(2)),
                ("d.seg.png", try Samples.photo(3)),
            ]))
        let dataset = try Dataset(contentsOf: folder.file("pets.tar"))
        #expect(dataset.name == "pets")
        #expect(dataset.images.map(\.path) == ["a/cat.one.jpg", "b.jpg", "d.PNG"])
        #expect(dataset.labelColumns.map(\.name) == ["kind", "sharp"])
        #expect(
            dataset.notes == ["pets: the labels are its column kind; --label-column takes another: sharp, txt, width"])
        #expect(dataset.leftOut.sentence?.hasPrefix("1 further image of a sample (d.seg.png) is left out") == true)
        #expect(try dataset.classes("kind") == [nil, "bird", nil])
        #expect(try dataset.classes("sharp") == [nil, "true", nil])
        #expect(try dataset.images.map { try $0.source.picture().format } == ["jpeg", "jpeg", "png"])
        #expect(try dataset.images[2].source.contentHash() == ContentHash(of: Samples.photo(2)))
        #expect(dataset.images[0].source.fileVersion == FileVersion(path: folder.file("pets.tar").path))
        #expect(dataset.images[2].source.byteCount == (try Samples.photo(2).count))
    }

    @Test func foldersPatternsAndSplitsOfShardsAreRead() throws {
        try shard("shards/train-0000.tar", from: 0, count: 3)
        try shard("shards/train-0001.tar", from: 3, count: 2)
        try shard("shards/val-0000.tar", from: 0, count: 1)
        let all = try Dataset(contentsOf: folder.file("shards"))
        #expect(all.images.map(\.split) == ["train", "train", "train", "train", "train", "val"])
        #expect(all.images[3].path == "train-0001/000003.png")
        #expect(Set(all.images.map(\.path)).count == 6)
        #expect(all.labelColumns.map(\.classes) == [["0", "1", "2"]])
        let pattern = try Dataset(contentsOf: folder.file("shards/train-{0000..0001}.tar"))
        #expect(pattern.images.count == 5)
        #expect(
            refusal(folder.file("shards/train-{0000..0002}.tar"), in: folder)
                == "shards/train-0002.tar: no such file, one of the pattern's 3")
    }

    @Test func theFoldersOfClipBenchmarkBringNamesAndTemplates() throws {
        try shard("wds/test/0.tar", from: 0, count: 4)
        try folder.write("wds/train/notes.txt")
        try folder.write("wds/classnames.txt", "tabby cat\nbarn owl\nred rose\n")
        try folder.write("wds/zeroshot_classification_templates.txt", "a photo of a {c}.\nart of the {c}.\n")
        let dataset = try Dataset(contentsOf: folder.file("wds"))
        #expect(dataset.splits == ["test"])
        #expect(try dataset.classes() == ["tabby cat", "barn owl", "red rose", "tabby cat"])
        #expect(dataset.prompts?.active.map(\.text) == ["a photo of a {c}.", "art of the {c}."])
        try folder.write("wds/classnames.txt", "tabby cat\nbarn owl\n")
        #expect(refusal(folder.file("wds"), in: folder) == "wds/classnames.txt: has 2 names, but the class 2 occurs")
    }

    @Test func longNamesAreReadAsGNUAndPOSIXWriteThem() throws {
        let long = String(repeating: "very-long-folder/", count: 12) + "cat.jpg"
        let other = long.replacing("cat.jpg", with: "dog.png")
        let record = "path=\(other)\n"
        let gnu =
            Samples.member("././@LongLink", Data((long + "\0").utf8), type: "L")
            + Samples.member("cut", try Samples.photo(0))
        let pax =
            Samples.member("pax_global_header", Data("20 comment=abcdefgh\n".utf8), type: "g")
            + Samples.member("PaxHeaders/x", Data("\(record.utf8.count + 4) \(record)".utf8), type: "x")
            + Samples.member("cut", try Samples.photo(2))
        let link = Samples.member("link.jpg", Data(), type: "2")
        try folder.write("long.tar", gnu + link + pax + Data(count: 1024))
        #expect(try Dataset(contentsOf: folder.file("long.tar")).images.map(\.path) == [long, other])
    }

    @Test(arguments: ["gnu", "posix", "ustar"]) func archivesThatTarWritesAreRead(format: String) throws {
        let names = [
            "\(String(repeating: "d", count: 90))/\(String(repeating: "n", count: 90)).jpg", "short.png", "ünï.jpg",
        ]
        for (index, name) in names.enumerated() { try folder.write("tree/\(name)", Samples.photo(index)) }
        let tar = Process()
        tar.executableURL = URL(filePath: "/bin/tar")
        tar.arguments =
            ["--format=\(format)", "-cf", folder.file("made.tar").path, "-C", folder.file("tree").path] + names
        try tar.run()
        tar.waitUntilExit()
        let dataset = try Dataset(contentsOf: folder.file("made.tar"))
        #expect(dataset.images.map(\.path) == names)
        for (index, image) in dataset.images.enumerated() {
            #expect(try image.source.contentHash() == ContentHash(of: Samples.photo(index)))
        }
    }

    @Test func aShardThatIsCutShortGivesItsWholeImages() throws {
        try shard("cut.tar", from: 0, count: 4)
        let whole = try Data(contentsOf: folder.file("cut.tar"))
        for length in stride(from: 100, to: whole.count - 1100, by: whole.count / 60) {
            try whole.prefix(length).write(to: folder.file("cut.tar"))
            do {
                let dataset = try Dataset(contentsOf: folder.file("cut.tar"))
                #expect((1...4).contains(dataset.images.count))
                #expect(try dataset.images.allSatisfy { try $0.source.picture().width > 0 })
                // Cut between two members it is whole, but for the end mark that many writers leave out.
                if let line = dataset.warnings.first {
                    #expect(line.contains("cut.tar: is cut short: it has \(length) bytes, and a member ends at byte "))
                }
            } catch let error as DatasetError {
                #expect(error.description.contains("cut.tar: is cut short: it has \(length) bytes"))
            }
        }
    }

    @Test func whatIsNoTarIsToldInOneLine() throws {
        try folder.write("text.tar", String(repeating: "no archive ", count: 100))
        #expect(refusal(folder.file("text.tar"), in: folder) == "text.tar: is no tar archive: no header at byte 0")
        try folder.write("empty.tar", Data(count: 10240))
        #expect(
            refusal(folder.file("empty.tar"), in: folder)
                == "empty.tar: no images in it, expected NAME.jpg, .png or .webp")
        var broken = Samples.tar([("a.jpg", try Samples.photo(0)), ("b.jpg", try Samples.photo(1))])
        let second = (512 + (try Samples.photo(0).count) + 511) / 512 * 512
        broken[second + 3] ^= 1
        try folder.write("broken.tar", broken)
        let dataset = try Dataset(contentsOf: folder.file("broken.tar"))
        #expect(dataset.images.count == 1)
        #expect(
            dataset.warnings.first?.hasSuffix(
                "broken.tar: is no tar archive: no header at byte \(second); the images before it are shown") == true)
        try folder.write(
            "json.tar", Samples.tar([("a.jpg", try Samples.photo(0)), ("a.json", Data("{\"kind\": \"cat\", ".utf8))]))
        let half = try Dataset(contentsOf: folder.file("json.tar"))
        #expect(try half.classes("kind") == ["cat"])
        #expect(half.warnings == ["json: 1 of the .json are no whole JSON objects"])
    }

    @Test(arguments: [
        ("a.tar", ["a.tar"]), ("s-{08..11}.tar", ["s-08.tar", "s-09.tar", "s-10.tar", "s-11.tar"]),
        ("{train,val}/{0..1}.tar", ["train/0.tar", "train/1.tar", "val/0.tar", "val/1.tar"]),
        ("{3..1}.tar", ["3..1.tar"]),
    ])
    func bracesStandForManyPaths(pattern: String, paths: [String]) {
        #expect(ShardPattern.paths(pattern) == paths)
    }

    @Test func captionsAreNoLabels() {
        var captions = LabelWords()
        var classes = LabelWords()
        var asked = LabelWords(isWanted: true)
        for image in 0..<6_000 {
            captions.append("caption \(image)")
            classes.append("class \(image % 2_900)")
            asked.append("word \(image)")
        }
        #expect(captions.labels == nil)
        #expect(classes.labels?.words.count == 2_900)
        #expect(asked.labels?.count == 6_000)
    }
}
