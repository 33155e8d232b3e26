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
}
