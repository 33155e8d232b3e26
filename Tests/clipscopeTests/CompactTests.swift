import Foundation
import Testing

@testable import Model

@Suite struct CompactTests {
    let program: Program

    init() throws {
        program = try Program()
        let images = repository.appending(path: "sample-data/photos/images")
        for folder in ["animals", "plants"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: images.appending(path: folder).path)
            for name in names.sorted().prefix(6) {
                try program.copyPhotos(["farm/\(folder)/\(name)": "\(folder)/\(name)"])
            }
        }
    }

    private func compact(_ method: String, _ dimensions: Int, _ file: String) throws -> Program.Result {
        try program(
            "compact", "--dataset", "farm", "--method", method, "--dim", "\(dimensions)", "--out", file, "--json")
    }

    @Test func aProjectionIsTakenByEverythingThatLooksAtEmbeddings() throws {
        let made = try compact("whiten", 4, "p.safetensors")
        #expect(made.status == 0, "\(made.messages)")
        #expect(try made.json()["dimensions"] as? Int == 4)
        let embedded = try program(
            "embed", "--dataset", "farm", "--project", "p.safetensors", "--out", "e.safetensors")
        #expect(embedded.status == 0, "\(embedded.messages)")
        let file = try EmbeddingFile(contentsOf: program.folder.appending(path: "e.safetensors"))
        #expect(file.dimension == 4 && file.rows == 12)
        #expect(file.metadata["model"] == "embedded, whiten to 4 dimensions, fitted to 12 images of farm")
        let text = try program("embed", "--text", "a cat", "--project", "p.safetensors", "--json").json()
        #expect(text["dimension"] as? Int == 4)
        let photo = try FileManager.default.contentsOfDirectory(
            atPath: program.folder.appending(path: "farm/plants").path
        ).sorted()[0]
        let found = try program(
            "search", "--like", "farm/plants/\(photo)", "--dataset", "farm", "--project", "p.safetensors", "--json")
        #expect(found.status == 0, "\(found.messages)")
        let results = try #require(try found.json()["results"] as? [[String: Any]])
        #expect(results[0]["file"] as? String == "plants/\(photo)")
        let evaluated = try program("eval", "--dataset", "farm", "--project", "p.safetensors", "--json")
        #expect(evaluated.status == 0, "\(evaluated.messages)")
        let json = try evaluated.json()
        #expect((json["projection"] as? String ?? "").hasPrefix("whiten to 4 dimensions"))
        let notes = try #require(json["notes"] as? [String])
        #expect(notes[0].hasPrefix("The projection was fitted to 12 of these 12 images"))
    }

    @Test func retrievalTellsWhatItLookedThroughAndWhatWasFitted() throws {
        let whole = try program("retrieve", "--queries", "farm", "--json")
        #expect(whole.status == 0, "\(whole.messages)")
        let json = try whole.json()
        #expect(
            Set(json.keys) == [
                "model", "queries", "dimensions", "query_images", "index_images", "classes", "without_relevant",
                "precision_at_5", "recall", "mean_average_precision", "seed", "notes",
            ])
        #expect(json["query_images"] as? Int == 12 && json["index_images"] as? Int == 11)
        #expect(try compact("lda", 64, "p.safetensors").status == 0)
        let projected = try program("retrieve", "--queries", "farm", "--project", "p.safetensors")
        #expect(projected.output.contains("lda to 1 dimension,"), "\(projected.output)")
        #expect(projected.output.contains("was fitted to 12 of these 12 images"))
        let both = try program("retrieve", "--queries", "farm", "--index", "farm", "--json").json()
        let precision = try #require(both["precision_at_5"] as? [String: Any])
        #expect(precision["value"] as? Double ?? 0 > 0.2)
        let half = try program("retrieve", "--queries", "farm", "--class-half", "1", "--json").json()
        #expect(half["classes"] as? Int == 1 && half["query_images"] as? Int == 6)
    }

    @Test func ldaSaysHowManyDimensionsThereAre() throws {
        let made = try compact("lda", 64, "p.safetensors")
        #expect(try made.json()["dimensions"] as? Int == 1)
        let notes = try #require(try made.json()["notes"] as? [String])
        #expect(notes[0].contains("one dimension fewer than there are classes: 1, where 64"))
    }

    @Test func whatCannotBeDoneIsOneClearLine() throws {
        let many = try compact("pca", 64, "p.safetensors")
        #expect(many.status == 1 && many.lines.count == 1, "\(many.messages)")
        #expect(many.messages.contains("12 images vary in 11 directions, expected 64"), "\(many.messages)")
        let beyond = try compact("pca", 5000, "p.safetensors")
        #expect(beyond.status == 1 && beyond.messages.contains("embeddings of embedded have 512"))
        #expect(try compact("pca", 4, "p.npy").status == 64)
        #expect(try compact("pca", 4, "p.safetensors").status == 0)
        let model = repository.appending(path: "Tests/ModelTests/Goldens/towers/vit").path
        let other = try program(
            "retrieve", "--queries", "farm", "--project", "p.safetensors", "--model", model, "--no-cache")
        #expect(other.status == 1 && other.lines.count == 1, "\(other.messages)")
        #expect(other.messages.contains("was fitted to embeddings of embedded, the model is"))
        #expect(try program("embed", "--text", "a", "--out", "t.safetensors").status == 0)
        let none = try program("retrieve", "--queries", "farm", "--project", "t.safetensors")
        #expect(none.status == 1 && none.messages.contains("no projection: expected a file that `clipscope compact`"))
        try program.copyPhotos(["alone/cat/a.jpg": "animals/cat.jpg", "alone/owl/b.jpg": "animals/owl.jpg"])
        let alone = try program("retrieve", "--queries", "alone")
        #expect(alone.status == 1 && alone.lines.count == 1 && alone.messages.contains("none of the 2 queries"))
    }
}
