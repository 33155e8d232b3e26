import Foundation
import Testing

@Suite struct ModelsTests {
    let program: Program

    init() throws { program = try Program() }

    @Test func modelsThatOtherProgramsFetchedAreListedAndUsed() throws {
        try program.copyTower("hugging-face", as: "models--acme--tiny", below: "cache")
        try program.copyTower("resnet", as: "models--one", below: "cache")
        try program.write(
            "cache/models--acme--words/snapshots/\(HubServer.commit)/config.json", #"{"model_type": "bert"}"#)
        try program.write("cache/models--acme--pictures/refs/main", HubServer.commit)
        try program.write("cache/datasets--acme--photos/refs/main", HubServer.commit)
        let environment = ["HF_HUB_CACHE": "cache"]
        let json = try program("models", "--json", environment: environment).json()
        let models = try #require(json["models"] as? [[String: Any]])
        #expect(models.map { $0["name"] as? String } == ["embedded", "acme/tiny", "acme/words", "one"])
        #expect(models.map { $0["family"] as? String } == ["EfficientNet-Lite2", "ViT-3x48/8", nil, "RN-1-2-1-1x8"])
        #expect(models.map { $0["image_height"] as? Int } == [260, 32, nil, 64])
        #expect(models[1]["bytes"] as? Int == 328_226)
        #expect(models[2]["problem"] as? String == "config.json: model_type = bert is not supported")
        let tokens = try program("tokenize", "a cat", "--model", "acme/tiny", environment: environment)
        #expect(tokens.status == 0)
        #expect(tokens.output.contains("of 16 tokens"))
    }

    @Test func modelsAreNamedByPathBeforeByName() throws {
        try program.copyTower("hugging-face", as: "models--acme--tiny", below: "cache")
        let environment = ["HF_HUB_CACHE": "cache"]
        for name in ["embedded", "acme/tiny"] {
            try program.write("\(name)/readme.txt", "no model")
            let result = try program("tokenize", "a", "--model", name, environment: environment)
            #expect(result.messages.contains("\(program.folder.path)/\(name): no model in it"))
        }
    }

    @Test func theEmbeddedModelHasAName() throws {
        let named = try program("tokenize", "a cat", "--model", "embedded")
        #expect(named.status == 0)
        #expect(try named.output == program("tokenize", "a cat").output)
    }

    @Test func anUnknownNameSaysWhatIsThere() throws {
        try program.copyTower("hugging-face", as: "models--acme--tiny", below: "cache")
        let result = try program("tokenize", "a", "--model", "acme/large", environment: ["HF_HUB_CACHE": "cache"])
        #expect(result.status == 1)
        let path = program.folder.appending(path: "acme/large").path
        #expect(
            result.messages
                == "clipscope: no model acme/large: neither \(path) nor one of embedded, acme/tiny; "
                + "`clipscope pull acme/large` fetches one from the hub\n")
    }
}
