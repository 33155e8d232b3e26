import Foundation
import Testing

@testable import Model

@Suite struct CacheTests {
    @Test func whatItHoldsIsListed() throws {
        let set = try CacheProgram(images: 10)
        let empty = try set.program("cache", "--json").json()
        #expect(empty["embeddings"] as? Int == 0 && empty["bytes"] as? Int == 0)
        #expect(!FileManager.default.fileExists(atPath: set.cache.path))
        _ = try set.evaluate()
        let json = try set.program("cache", "--json").json()
        #expect(Set(json.keys) == ["directory", "bytes", "embeddings", "files", "models", "datasets", "texts"])
        let texts = try #require((json["texts"] as? [[String: Any]])?.first)
        #expect(texts["name"] as? String == "hugging-face" && texts["texts"] as? Int ?? 0 > 0)
        #expect(json["embeddings"] as? Int == 10 && json["files"] as? Int == 10)
        let model = try #require((json["models"] as? [[String: Any]])?.first)
        #expect(
            Set(model.keys) == [
                "name", "fingerprint", "preprocessing", "dimension", "embeddings", "bytes", "last_use",
            ])
        #expect(model["name"] as? String == "hugging-face" && model["last_use"] as? String == Day.today.text)
        let dataset = try #require((json["datasets"] as? [[String: Any]])?.first)
        #expect(dataset["files"] as? Int == 10)
        #expect(dataset["folder"] as? String == set.program.folder.appending(path: "set").path)
        #expect(try set.program("cache").output.contains(/hugging-face +[0-9a-f]{8} +/))
    }

    @Test func itIsPruned() throws {
        let set = try CacheProgram(images: 10)
        _ = try set.evaluate()
        try set.add(10..<12)
        _ = try set.evaluate()
        try FileManager.default.removeItem(at: set.program.folder.appending(path: "set/odd"))
        let trial = try set.program("cache", "prune", "--missing", "--dry-run", "--json").json()
        #expect(trial["dry_run"] as? Bool == true && trial["embeddings"] as? Int == 6)
        #expect(try set.count() == 12)
        #expect(try set.program("cache", "prune", "--missing").output.hasPrefix("removed 6 embeddings ("))
        #expect(try set.program("cache", "prune", "--older-than", "1d").output.hasPrefix("removed 0 embeddings"))
        #expect(try set.program.run(set.evaluation.dropLast()).output.contains("(6 of 6 cached)"))
        #expect(try set.program("cache", "prune", "--dataset", "set").output.hasPrefix("removed 6 embeddings"))
        #expect(try VectorFile.names(in: set.cache).isEmpty)
    }

    @Test(arguments: [["cache", "prune"], ["cache", "prune", "--older-than", "soon"], ["cache", "nothing"]])
    func wrongUsage(arguments: [String]) throws {
        let result = try Program().run(arguments)
        #expect(result.status == 64 && result.output.isEmpty)
    }
}
