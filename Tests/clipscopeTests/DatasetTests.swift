import Foundation
import Testing

/// Datasets of every layout on their way through the whole program.
@Suite struct DatasetTests {
    let program: Program

    init() throws { program = try Program() }

    private func eval(_ arguments: String...) throws -> [String: Any] {
        let result = try program.run(["eval", "--json"] + arguments)
        let told = result.lines.filter { !$0.hasPrefix("clipscope: the embedded model is a small one") }
        #expect(told.isEmpty, "\(result.messages)")
        #expect(result.status == 0)
        return try result.json()
    }

    private func classes(_ json: [String: Any]) -> [String] {
        (json["per_class"] as? [[String: Any]] ?? []).compactMap { $0["label"] as? String }
    }

    @Test func whatIsMistypedInDatasetTomlIsTold() throws {
        try program.copyZoo()
        try program.write("zoo/dataset.toml", "[names]\nwild_brid = \"bird\"\nfeline = \"cat\"\n")
        let named = try program("eval", "--dataset", "zoo", "--json")
        #expect(
            named.messages
                == "clipscope: warning: dataset.toml: [names] has \"wild_brid\", which no image has for a label;"
                + " did you mean \"wild bird\"?\n")
        #expect(try classes(named.json()) == ["cat", "flower", "wild bird"])
        try program.write("zoo/dataset.toml", "name = \"z\"\nlabel_column = \"x\"\n")
        let key = try program("eval", "--dataset", "zoo")
        #expect(key.status == 1)
        #expect(
            key.messages.hasSuffix(
                "/zoo/dataset.toml:2: there is no \"label_column\"; did you mean \"label-column\"?\n"))
    }

    @Test func catsAndDogsOfOxfordPets() throws {
        try program.copyPhotos([
            "pets/images/Abyssinian_1.jpg": "animals/cat.jpg", "pets/images/american_bulldog_2.jpg": "animals/owl.jpg",
        ])
        try program.write("pets/annotations/trainval.txt", "Abyssinian_1 1 1 1\n")
        try program.write("pets/annotations/test.txt", "american_bulldog_2 2 2 1\n")
        let species = try eval("--dataset", "pets", "--label-column", "species", "--template", "a photo of a {}.")
        #expect(classes(species) == ["cat", "dog"])
        #expect(species["images"] as? Int == 2)
        let breeds = try eval("--dataset", "pets", "--split", "test", "--template", "a photo of a {}.")
        #expect(classes(breeds) == ["Abyssinian", "american bulldog"])
        #expect(breeds["images"] as? Int == 1)
    }

    @Test func imagesInATarHaveTheEmbeddingsOfTheFilesThatWentIn() throws {
        try program.copyZoo()
        _ = try program.shell("cd zoo && tar -cf ../zoo.tar flower wild_bird")
        _ = try program.shell("\"$clipscope\" embed --dataset zoo --out files.safetensors")
        let tar = try program("embed", "--dataset", "zoo.tar", "--json")
        #expect(tar.status == 0)
        let embeddings = try #require(try tar.json()["embeddings"] as? [[Double]])
        #expect(embeddings.count == 5)
        let file = try program("embed", "--image", "zoo/flower/daffodil.jpg", "--json")
        let own = try #require(try file.json()["embeddings"] as? [[Double]])
        #expect(embeddings.contains { zip($0, own[0]).allSatisfy { abs($0 - $1) < 1e-6 } })
    }

    @Test func aTableIsADatasetByItself() throws {
        try program.copyZoo()
        try program.write("list.tsv", "path\tkind\nzoo/feline/cat.jpg\tcat\nzoo/flower/rose.png\tflower\n")
        let json = try eval("--dataset", "list.tsv")
        #expect(json["dataset"] as? String == "list")
        #expect(classes(json) == ["cat", "flower"])
    }

    @Test func aNameThatIsNoUTF8IsEmbeddedAndWrittenSoThatItCanBeReadBack() throws {
        try program.copyZoo()
        let made = try program.shell("mv zoo/feline/cat.jpg $'zoo/feline/caf\\xe9\\n\\e[31m.jpg'")
        #expect(made.status == 0)
        let json = try eval("--dataset", "zoo", "--predictions", "out.csv")
        #expect(json["images"] as? Int == 6 && json["failed"] as? Int == 0)
        let table = try String(contentsOf: program.folder.appending(path: "out.csv"), encoding: .utf8)
        #expect(table.contains("\n\"feline/caf\\xe9\n\u{1B}[31m.jpg\",feline,"))
        let found = try program("search", "a cat", "--dataset", "zoo").output
        #expect(found.contains("feline/caf\\xe9\\n\\u{1B}[31m.jpg"))
        // The table of predictions is itself a table of labels.
        _ = try program.shell("mv out.csv zoo/labels.csv")
        try program.write("zoo/dataset.toml", "label-columns = [\"label\"]\n")
        #expect(classes(try eval("--dataset", "zoo")) == ["feline", "flower", "wild bird"])
    }

    @Test func aFolderThatMayNotBeReadIsOneLineAndTheRestIsEvaluated() throws {
        try program.copyZoo()
        let hidden = program.folder.appending(path: "zoo/wild_bird").path
        let user = geteuid() == 0 ? "setpriv --reuid 65534 --clear-groups" : ""
        _ = try program.shell("chmod 000 zoo/wild_bird; chmod 755 .")
        let result = try program.shell(
            "\(user) \"$clipscope\" eval --dataset zoo --no-cache --no-history --json; chmod 755 zoo/wild_bird")
        #expect(
            result.lines == [
                "clipscope: warning: \(hidden): cannot be read: Permission denied; its images are left out"
            ])
        #expect(try result.json()["images"] as? Int == 4)
    }

    @Test func aPackageThatIsNotInstalledIsNamed() throws {
        let result = try program("eval", "--dataset", "fashion-mnist", environment: ["XDG_DATA_DIRS": "/nowhere"])
        #expect(result.status == 1)
        #expect(
            result.messages == "clipscope: fashion-mnist is not installed; it comes with the Debian package"
                + " dataset-fashion-mnist: apt install dataset-fashion-mnist\n")
    }

    @Test func aFileOfAnotherKindSaysWhatIsRead() throws {
        try program.write("notes.txt", "no dataset")
        let result = try program("eval", "--dataset", "notes.txt")
        #expect(result.status == 1)
        #expect(
            result.messages == "clipscope: \(program.folder.path)/notes.txt: is a file; a dataset is a folder, a table"
                + " (.csv, .tsv) or an archive of images (.tar, .tar.gz, .zip)\n")
    }
}

/// What is amiss with the labels or the files of a dataset is told on every way out.
@Suite struct DatasetNotesTests {
    let program: Program

    init() throws { program = try Program() }

    @Test func oneClassHasNoAccuracy() throws {
        try program.copyPhotos(["pets/cat/1.jpg": "animals/cat.jpg", "pets/cat/2.jpg": "animals/owl.jpg"])
        let result = try program("eval", "--dataset", "pets", "--json")
        #expect(result.status == 0)
        let json = try result.json()
        #expect(json["classes"] as? Int == 1 && json["top1"] == nil && json["ece"] == nil)
        #expect(json["no_accuracy"] as? String == "one class, cat: every image is right, whatever is on it")
        let report = try program("eval", "--dataset", "pets").output
        #expect(report.contains("No accuracy: one class, cat: every image is right, whatever is on it."))
        #expect(!report.contains("100.0 %"))
        let compared = try program("compare", "--dataset", "pets", "--a", "plain", "--b", "imagenet-7")
        #expect(compared.status == 1)
        #expect(
            compared.messages.contains(
                "clipscope: pets has one class to choose, cat: every image is right, whatever the prompts are\n"))
    }

    @Test func whatIsLeftOutIsCountedAndNamed() throws {
        try program.copyZoo()
        try program.write("zoo/feline/scan.psd", "8BPS")
        try program.write("zoo/feline/phone.JP2", "jP")
        try program.copyPhotos(["zoo/flower/@eaDir/rose.png": "plants/rose.png"])
        _ = try program.shell("mkdir zoo/empty; cp zoo/feline/cat.jpg zoo/feline/no_ending")
        let result = try program("eval", "--dataset", "zoo", "--json")
        #expect(
            result.messages
                == "clipscope: warning: zoo: 1 JPEG 2000 file (feline/phone.JP2), 1 PSD file (feline/scan.psd),"
                + " 1 image in @eaDir (flower/@eaDir/rose.png) are left out, the formats read are PNG, JPEG, WebP, GIF,"
                + " BMP, PPM, TIFF, HEIC, AVIF, JPEG XL or ICO; the folder empty has no images and is no class\n")
        let json = try result.json()
        #expect(json["left_out"] as? Int == 3 && json["images"] as? Int == 7 && json["classes"] as? Int == 3)
        #expect(
            try program("eval", "--dataset", "zoo").output.contains("1 JPEG 2000 file (feline/phone.JP2), 1 PSD file")
        )
    }

    @Test func theColumnThatWasTakenIsSaidAndTheOthersAreNamed() throws {
        try program.copyZoo()
        try program.write(
            "zoo/labels.csv", "id,file,category_id,category\n1,feline/cat.jpg,3,cat\n2,flower/rose.png,4,rose\n")
        let result = try program("eval", "--dataset", "zoo", "--json")
        #expect(
            result.messages
                == "clipscope: zoo: the labels are its column category; --label-column takes another: id, category_id\n"
        )
        #expect(try result.json()["label_column"] as? String == "category")
        let asked = try program("eval", "--dataset", "zoo", "--label-column", "category_id", "--json")
        #expect(try asked.json()["label_column"] as? String == "category_id")
    }
}
