import Foundation
import Testing

@Suite struct SearchTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    @Test func aPictureIsNearestToItself() throws {
        let result = try program("search", "--like", "zoo/flower/rose.png", "--dataset", "zoo", "--top", "3", "--json")
        let json = try result.json()
        #expect(Set(json.keys) == ["query", "terms", "dataset", "results"])
        let results = try #require(json["results"] as? [[String: Any]])
        #expect(results.count == 3)
        #expect(results[0]["file"] as? String == "flower/rose.png")
        #expect(results[0]["label"] as? String == "flower")
        #expect(abs((results[0]["similarity"] as? Double ?? 0) - 1) < 1e-4)
        let similarities = results.compactMap { $0["similarity"] as? Double }
        #expect(similarities == similarities.sorted(by: >))
    }

    @Test func moreImagesThanThereAreMayBeAskedFor() throws {
        let result = try program("search", "--dataset", "zoo", "an owl", "--top", "\(Int.max)", "--json")
        #expect((try result.json()["results"] as? [Any])?.count == 6)
    }

    @Test func aTextFindsImages() throws {
        let lines = try program("search", "a flower", "--dataset", "zoo").output.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines[0].hasPrefix("similarity  label      file"))
        #expect(lines.contains { $0.hasSuffix("feline     feline/cat.jpg") })
    }

    @Test func negativeTermsTurnTheOrder() throws {
        let files = { (query: [String]) in
            try #require(
                try program.run(["search", "--dataset", "zoo", "--json"] + query).json()["results"] as? [[String: Any]]
            ).compactMap { $0["file"] as? String }
        }
        #expect(try files(["--", "-a flower"]) == files(["a flower"]).reversed())
        #expect(try files(["--unlike", "zoo/flower/rose.png"]).last == "flower/rose.png")
    }

    @Test func aTextAndAPictureGoTogether() throws {
        let result = try program(
            "search", "an owl^3 -people", "--like", "zoo/flower/rose.png", "--dataset", "zoo", "--json")
        let json = try result.json()
        #expect(json["query"] as? String == "an owl^3 -people")
        let terms = try #require(json["terms"] as? [[String: Any]])
        #expect(terms.map { $0["weight"] as? Double } == [3, -1, 1])
        #expect(terms.map { $0["text"] as? String } == ["an owl", "people", nil])
        #expect(terms[2]["image"] as? String == "zoo/flower/rose.png")
    }

    @Test func termsThatCancelOutAreTold() throws {
        let result = try program("search", "cat -cat", "--dataset", "zoo")
        #expect(result.status == 1)
        #expect(result.messages.contains("the terms cancel each other out"))
    }

    @Test func aPictureThatIsNoneIsTold() throws {
        try program.write("bad.png", "not a picture")
        let result = try program("search", "--like", "bad.png", "--dataset", "zoo")
        #expect(result.status == 1)
        #expect(result.lines.count == 1)
        #expect(result.messages.contains("bad.png"))
    }

    @Test(arguments: ["f32", "f16", "int8"])
    func anIndexIsSearchedLikeTheDataset(_ numbers: String) throws {
        let embedded = try program("embed", "--dataset", "zoo", "--out", "zoo.npy", "--numbers", numbers)
        #expect(embedded.status == 0, "\(embedded.messages)")
        let hits = { (arguments: [String]) in
            try #require(
                try program.run(["search", "an owl", "--json"] + arguments).json()["results"] as? [[String: Any]])
        }
        let (own, found) = (try hits(["--dataset", "zoo"]), try hits(["--index", "zoo.npy"]))
        #expect(own.map { $0["file"] as? String } == found.map { $0["file"] as? String })
        let near = numbers == "int8" ? 0.01 : 0.001
        for (a, b) in zip(own, found) {
            let (one, other) = (try #require(a["similarity"] as? Double), try #require(b["similarity"] as? Double))
            #expect(abs(one - other) < near)
        }
        let json = try program("search", "an owl", "--index", "zoo.npy", "--json").json()
        #expect(json["rows"] as? Int == 6 && json["seconds"] is Double && json["dataset"] as? String == "zoo.npy")
    }

    @Test func anIndexOfOtherVectorsIsOneLine() throws {
        try program.write("x.npy", "no array here")
        let result = try program("search", "an owl", "--index", "x.npy")
        #expect(result.status == 1 && result.messages.contains("x.npy: does not begin like a .npy file"))
        #expect(try program("search", "an owl", "--index", "x.npy", "--dataset", "zoo").status == 64)
        #expect(try program("embed", "--text", "a", "--out", "x.safetensors", "--numbers", "int8").status == 64)
    }
}
