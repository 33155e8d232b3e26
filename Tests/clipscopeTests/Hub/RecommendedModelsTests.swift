import Foundation
import Testing

@Suite struct RecommendedModelsTests {
    let program: Program

    init() throws { program = try Program() }

    @Test func eachIsListedWithItsFiguresAndTheCommandThatFetchesIt() throws {
        let json = try program("models", "--recommended", "--json").json()
        let models = try #require(json["recommended"] as? [[String: Any]])
        #expect((8...16).contains(models.count))
        for model in models {
            let name = try #require(model["name"] as? String)
            #expect(model["pull"] as? String == "clipscope pull \(name)")
            #expect(name.contains(/^[\w-]+\/[\w.-]+$/))
            #expect((0.5...0.9).contains(try #require(model["imagenet_top1"] as? Double)))
            for key in ["architecture", "languages", "licence", "note", "source"] {
                #expect((model[key] as? String)?.isEmpty == false, "\(name) \(key)")
            }
        }
    }

    /// docs/models.md has the same figures, so that nobody mends one of them alone.
    @Test func thePageOnModelsHasTheSameFigures() throws {
        let page = try String(contentsOf: repository.appending(path: "docs/models.md"), encoding: .utf8)
        let json = try program("models", "--recommended", "--json").json()
        for model in try #require(json["recommended"] as? [[String: Any]]) {
            let name = try #require(model["name"] as? String)
            let line = try #require(page.split(separator: "\n").first { $0.hasPrefix("| \(name) |") }, "\(name)")
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let top1 = 100 * (try #require(model["imagenet_top1"] as? Double))
            let millions = try #require(model["parameters"] as? Int) / 1_000_000
            #expect(cells[1...4] == [String(format: "%.1f", top1), "\(millions)", "\(model["image_size"]!)", cells[4]])
            #expect(cells[4] == model["licence"] as? String)
        }
    }

    @Test func oneThatIsHereSaysSo() throws {
        try program.copyTower("hugging-face", as: "models--openai--clip-vit-base-patch32", below: "cache")
        let environment = ["HF_HUB_CACHE": "cache"]
        let json = try program("models", "--recommended", "--json", environment: environment).json()
        let here = try #require(json["recommended"] as? [[String: Any]]).filter { $0["is_here"] as? Bool == true }
        #expect(here.compactMap { $0["name"] as? String } == ["openai/clip-vit-base-patch32"])
    }

    @Test func theTableFitsTheScreenAndSaysHowToFetch() throws {
        let result = try program("models", "--recommended")
        #expect(result.status == 0 && result.output.contains("clipscope pull NAME"))
        let table = result.output.split(separator: "\n").prefix { !$0.hasPrefix("ImageNet is") }
        #expect(table.count > 16 && table.allSatisfy { $0.count <= 80 })
    }
}
