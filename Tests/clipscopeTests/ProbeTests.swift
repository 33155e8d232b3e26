import Foundation
import Testing

@testable import Model

@Suite struct ProbeTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyPhotos(Self.photos)
    }

    /// Two classes of eight photos each, and one of another.
    private static let photos: [String: String] = {
        let images = repository.appending(path: "sample-data/photos/images")
        var photos: [String: String] = [:]
        for folder in ["animals", "plants"] {
            let names =
                (try? FileManager.default.contentsOfDirectory(atPath: images.appending(path: folder).path)) ?? []
            for name in names.sorted().prefix(8) { photos["farm/\(folder)/\(name)"] = "\(folder)/\(name)" }
        }
        photos["farm/sky/only.jpg"] = "animals/cat.jpg"
        return photos
    }()

    private static let keys: Set = [
        "model", "dataset", "label_column", "prompts", "names_from", "classes", "parts", "validation", "seed",
        "neighbours", "features", "methods", "per_class", "notes",
    ]

    @Test func aProbeIsReportedBesideThePromptsOnOtherImages() throws {
        let result = try program("probe", "--dataset", "farm", "--json")
        #expect(result.status == 0, "\(result.messages)")
        let json = try result.json()
        #expect(Set(json.keys) == Self.keys)
        let parts = try #require(json["parts"] as? [String: Any])
        let (fitted, reported) = (parts["fitted_on"] as? Int ?? 0, parts["reported_on"] as? Int ?? 0)
        #expect(fitted + reported == 17 && abs(fitted - reported) == 1)
        let methods = try #require(json["methods"] as? [[String: Any]])
        #expect(methods.compactMap { $0["method"] as? String } == LearningMethod.allCases.map(\.rawValue))
        #expect(methods.compactMap { $0["fitted_on"] as? Int } == [0] + [Int](repeating: fitted, count: 5))
        let text = try program("probe", "--dataset", "farm").output
        #expect(text.contains("fitted on \(fitted) images, reported on \(reported) others (stratified halves, seed 1)"))
        #expect(text.contains("after the projection"))
    }

    @Test func savedProbesClassifyAndAreEvaluatedAsTheyWereReported() throws {
        let saved = try program("probe", "--dataset", "farm", "--out", "farm.safetensors", "--json")
        #expect(saved.status == 0, "\(saved.messages)")
        let methods = try #require(try saved.json()["methods"] as? [[String: Any]])
        let reported = try #require(methods[1]["top1"] as? Double)
        let result = try program("eval", "--dataset", "farm", "--weights", "farm.safetensors", "--json")
        #expect(result.status == 0, "\(result.messages)")
        let json = try result.json()
        #expect(json["weights"] as? String == "farm.safetensors")
        let chosen = try #require(json["chosen_on"] as? [String: Any])
        #expect(chosen["others_top1"] as? Double == reported)
        let text = try program("eval", "--dataset", "farm", "--weights", "farm.safetensors").output
        #expect(text.contains("The classifier was fitted to"), "\(text)")
        let photo = repository.appending(path: "sample-data/photos/images/animals/cat.jpg").path
        let classified = try program("classify", photo, "--weights", "farm.safetensors", "--json").json()
        let images = try #require(classified["images"] as? [[String: Any]])
        #expect((images[0]["probabilities"] as? [Any])?.count == 3)
        let listed = try program("history", "--json")
        #expect(!listed.output.contains("\"top1\""))
    }

    @Test func weightsOfPromptsAreEvaluatedAsThePromptsAre() throws {
        let prompts = ["--dataset", "farm", "--template-set", "imagenet-7"]
        #expect(try program.run(["weights", "--out", "w.safetensors"] + prompts).status == 0)
        let own = try program.run(["eval", "--json"] + prompts).json()
        let saved = try program("eval", "--dataset", "farm", "--weights", "w.safetensors", "--json").json()
        for key in ["top1", "mean_per_class", "ece", "images"] {
            #expect(own[key] as? Double == saved[key] as? Double, "\(key)")
        }
    }

    @Test func aClassWithoutImagesToLearnFromIsTold() throws {
        try program.write(
            "farm/labels.csv",
            "file,label,split\n"
                + Self.photos.keys.sorted().enumerated().map { place, path in
                    let parts = path.split(separator: "/")
                    let split = parts[1] == "sky" || place % 2 == 0 ? "test" : "train"
                    return "\(parts[1])/\(parts[2]),\(parts[1]),\(split)\n"
                }.joined())
        let result = try program("probe", "--dataset", "farm", "--json")
        #expect(result.status == 0, "\(result.messages)")
        let json = try result.json()
        let parts = try #require(json["parts"] as? [String: Any])
        #expect(parts["train_split"] as? String == "train" && parts["test_split"] as? String == "test")
        let notes = try #require(json["notes"] as? [String])
        #expect(notes.contains { $0.contains("No image to learn from is of sky") && $0.contains("1 image") })
        let same = try program("probe", "--dataset", "farm", "--train", "test", "--test", "test")
        #expect(same.status == 1 && same.lines.count == 1, "\(same.messages)")
        let unknown = try program("probe", "--dataset", "farm", "--train", "train", "--test", "dev")
        #expect(unknown.messages.contains("has no split dev, found test, train"), "\(unknown.messages)")
    }

    @Test func imagesThatThePromptsWereChosenOnAreNotReportedOn() throws {
        let select = ["select", "--dataset", "farm", "--from", "imagenet-7", "--out", "chosen.toml", "--seed", "7"]
        #expect(try program.run(select).status == 0)
        let json = try program("probe", "--dataset", "farm", "--prompts", "chosen.toml", "--json").json()
        let parts = try #require(json["parts"] as? [String: Any])
        let counts = ["fitted_on", "reported_on", "left_out"].compactMap { parts[$0] as? Int }
        #expect(counts.reduce(0, +) == 17 && counts[2] > 0)
        let notes = try #require(json["notes"] as? [String])
        #expect(notes.contains { $0.hasPrefix("Left out: ") })
    }

    @Test func whatCannotBeLearntIsOneClearLine() throws {
        try program.copyPhotos(["one/cat/a.jpg": "animals/cat.jpg", "one/cat/b.jpg": "animals/owl.jpg"])
        let one = try program("probe", "--dataset", "one")
        #expect(one.status == 1 && one.lines.count == 1 && one.messages.contains("one class to choose"))
        try program.copyPhotos(["few/cat/a.jpg": "animals/cat.jpg", "few/owl/b.jpg": "animals/owl.jpg"])
        let few = try program("probe", "--dataset", "few")
        #expect(few.status == 1 && few.lines.count == 1 && few.messages.contains("no class has two images"))
        let npy = try program("probe", "--dataset", "farm", "--out", "probe.npy")
        #expect(npy.status == 64 && npy.messages.contains("room for the intercepts"))
        try program.write("bad.safetensors", "not a file of weights")
        let bad = try program("eval", "--dataset", "farm", "--weights", "bad.safetensors")
        #expect(bad.status == 1 && bad.lines.count == 1, "\(bad.messages)")
        #expect(try program("weights", "--labels", "a,b", "--out", "ab.safetensors").status == 0)
        let other = try program("eval", "--dataset", "farm", "--weights", "ab.safetensors")
        #expect(other.status == 1 && other.lines.count == 1 && other.messages.contains("its classes (a, ...)"))
    }

    @Test func embeddingsThatAreNoNumbersAreToldAndLeftOut() throws {
        #expect(try program("embed", "--dataset", "farm", "--out", "farm.npy").status == 0)
        var data = try Data(contentsOf: program.folder.appending(path: "farm.npy"))
        let nan = withUnsafeBytes(of: Float.nan) { Data($0) }
        data.replaceSubrange(data.count - 4..<data.count, with: nan)
        try program.write("farm.npy", data)
        let result = try program("probe", "--dataset", "farm", "--embeddings", "farm.npy", "--json")
        #expect(result.status == 0)
        #expect(result.messages.contains("all zeros or no numbers in farm.npy"), "\(result.messages)")
        let parts = try #require(try result.json()["parts"] as? [String: Any])
        #expect(parts["images"] as? Int == 16)
    }

    @Test func copiesOfAnImageOnBothSidesAreTold() throws {
        try program.copyPhotos([
            "twins/cat/a.jpg": "animals/cat.jpg", "twins/cat/b.jpg": "animals/cat.jpg",
            "twins/owl/a.jpg": "animals/owl.jpg", "twins/owl/b.jpg": "animals/owl-2.jpg",
        ])
        let result = try program("probe", "--dataset", "twins", "--json")
        let parts = try #require(try result.json()["parts"] as? [String: Any])
        #expect(parts["copies"] as? Int == 1)
    }
}
