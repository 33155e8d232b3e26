import Foundation
import Testing

@testable import Model

@Suite struct ExplainTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    private var zoo: [(file: String, label: String)] {
        get throws {
            let folder = program.folder.appending(path: "zoo")
            let labels = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: folder.appending(path: $0).path, isDirectory: &isFolder)
                    && isFolder.boolValue
            }
            return try labels.flatMap { label in
                try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: label).path)
                    .map { ("\(label)/\($0)", label) }
            }.sorted { $0.0 < $1.0 }
        }
    }

    @Test func anImageOfTheDatasetIsExplainedForItsLabelAndThePrediction() throws {
        let image = try #require(zoo.first)
        let options = ["--dataset", "zoo", "--template-set", "imagenet-7"]
        let json = try program.run(["explain", image.file, "--json"] + options).json()
        #expect(json["label"] as? String == image.label)
        let classes = try #require(json["classes"] as? [[String: Any]])
        let probabilities = classes.compactMap { $0["probability"] as? Double }
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-4 && probabilities == probabilities.sorted(by: >))
        let maps = try #require(json["maps"] as? [[String: Any]])
        let predicted = try #require(classes[0]["label"] as? String)
        #expect(
            maps.compactMap { $0["label"] as? String }
                == (predicted == image.label ? [predicted] : [predicted, image.label]))
        for map in maps {
            let change = try #require(map["change"] as? [[Double]])
            #expect(change.count == 8 && change.allSatisfy { $0.count == 8 })
            #expect(change.joined().allSatisfy { (-1...1).contains($0) })
        }
        #expect((json["votes"] as? [Any])?.count == 7)
        let words = try #require(json["words"] as? [[String: Any]])
        #expect(words.contains { $0["template"] as? String == "itap of a {label}." })
        let neighbours = try #require(json["neighbours"] as? [[String: Any]])
        #expect(neighbours.count == 5 && !neighbours.contains { $0["file"] as? String == image.file })
    }

    /// The probability of the whole picture is that of classify, and what a word changes that of classify without it.
    @Test func aWordsEffectIsTheDifferenceOfTwoClassifications() throws {
        let file = repository.appending(path: "Tests/ModelTests/Goldens/pixels/files/420.jpg").path
        func probability(_ template: String) throws -> [String: Double] {
            let json = try program("classify", file, "--labels", "cat,owl,car", "-t", template, "--json").json()
            let images = try #require(json["images"] as? [[String: Any]])
            let rows = try #require(images[0]["probabilities"] as? [[String: Any]])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["label"] as! String, $0["probability"] as! Double) })
        }
        let json = try program(
            "explain", file, "--labels", "cat,owl,car", "-t", "a dark photo of a {}.", "--class", "owl", "--json"
        ).json()
        let words = try #require(json["words"] as? [[String: Any]])
        #expect(words.compactMap { $0["word"] as? String } == ["a", "dark", "photo", "of", "a"])
        let dark = try #require(words[1]["change"] as? Double)
        let (with, without) = (try probability("a dark photo of a {}."), try probability("a photo of a {}."))
        #expect(abs(dark - (with["owl"]! - without["owl"]!)) < 1e-5)
        #expect(json["neighbours"] == nil && json["label"] == nil)
    }

    @Test func theMapIsDrawnOverThePicture() throws {
        let image = try #require(zoo.first)
        let result = try program(
            "explain", image.file, "--dataset", "zoo", "--picture", "why.png", "--cells", "4")
        #expect(result.status == 0 && result.messages.isEmpty, "\(result.messages)")
        #expect(result.output.contains("where it sees") || result.output.contains("no part of the picture"))
        let picture = try Picture(contentsOf: program.folder.appending(path: "why.png"))
        #expect((picture.width, picture.height) == (260, 260) && picture.format == "png")
    }

    @Test(arguments: [
        (["nowhere.jpg", "--labels", "a,b"], "nowhere.jpg"),
        (["a.jpg"], "a.jpg"),
        (["a.jpg", "--labels", "cat,dog", "--class", "dgo"], "did you mean dog?"),
    ])
    func whatCannotBeExplainedIsOneClearLine(arguments: [String], line: String) throws {
        let photo = repository.appending(path: "Tests/ModelTests/Goldens/pixels/files/420.jpg")
        if arguments.contains("--class") { try program.write("a.jpg", Data(contentsOf: photo)) }
        let result = try program.run(["explain"] + arguments)
        #expect(result.status == 1 && result.lines.count == 1, "\(result.messages)")
        #expect(result.messages.contains(line), "\(result.messages)")
    }
}
