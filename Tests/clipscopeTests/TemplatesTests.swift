import Foundation
import Testing

@testable import Model

@Test func templatesAreListedWithCountAndSource() throws {
    let result = try Program()("templates", "--json")
    let sets = try #require(try result.json()["sets"] as? [[String: Any]])
    let imagenet = try #require(sets.first { $0["name"] as? String == "imagenet-80" })
    #expect(imagenet["templates"] as? Int == 80)
    #expect((imagenet["source"] as? String)?.contains("openai/CLIP") == true)
    #expect(Set(imagenet.keys) == ["name", "templates", "source"])
    let text = try Program()("templates").output
    #expect(text.split(separator: "\n").count == sets.count + 1)
    #expect(text.contains(/imagenet-80 +80  The 80 templates/))
}

@Test func aPrintedSetReadsBackAsAFile() throws {
    let program = try Program()
    for (name, arguments) in [("pets.txt", ["templates", "pets"]), ("pets.toml", ["templates", "pets", "--toml"])] {
        try program.write(name, try program.run(arguments).output)
        let set = try PromptSet(contentsOf: program.folder.appending(path: name))
        #expect(set.name == "pets")
        #expect(set.active.map(\.text) == ["a photo of a {label}, a type of pet."])
    }
}

@Test func oneSetAsJSON() throws {
    let json = try Program()("templates", "eurosat", "--json").json()
    #expect(Set(json.keys) == ["name", "templates", "source"])
    #expect((json["templates"] as? [String])?.count == 3)
}
