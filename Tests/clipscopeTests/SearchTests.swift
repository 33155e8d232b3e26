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
        #expect(Set(json.keys) == ["query", "dataset", "results"])
        let results = try #require(json["results"] as? [[String: Any]])
        #expect(results.count == 3)
        #expect(results[0]["file"] as? String == "flower/rose.png")
        #expect(results[0]["label"] as? String == "flower")
        #expect(abs((results[0]["similarity"] as? Double ?? 0) - 1) < 1e-4)
        let similarities = results.compactMap { $0["similarity"] as? Double }
        #expect(similarities == similarities.sorted(by: >))
    }

    @Test func aTextFindsImages() throws {
        let lines = try program("search", "a flower", "--dataset", "zoo").output.split(separator: "\n")
        #expect(lines.count == 7)
        #expect(lines[0].hasPrefix("similarity  label      file"))
        #expect(lines.contains { $0.hasSuffix("feline     feline/cat.jpg") })
    }

    @Test func aPictureThatIsNoneIsTold() throws {
        try program.write("bad.png", "not a picture")
        let result = try program("search", "--like", "bad.png", "--dataset", "zoo")
        #expect(result.status == 1)
        #expect(result.lines.count == 1)
        #expect(result.messages.contains("bad.png"))
    }
}
