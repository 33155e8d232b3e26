import Foundation
import Testing

/// What the commands say of probabilities, for models that were trained with a sigmoid and for the others.
@Suite struct SigmoidModelTests {
    private let program: Program
    private let sigLIP = repository.appending(path: "Tests/ModelTests/Goldens/families/hf-siglip").path

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    @Test func jsonSaysWhichKindAProbabilityIs() throws {
        for model in ["embedded", sigLIP] {
            for command in [
                ["classify", "zoo/feline/cat.jpg", "--labels", "cat,dog"], ["eval", "--dataset", "zoo"],
                ["calibrate", "--dataset", "zoo"],
            ] {
                let json = try program.run(command + ["--model", model, "--json"]).json()
                #expect(json["probability_is"] as? String == "softmax", "\(command) \(model)")
            }
        }
    }

    @Test func classifyHasBothKindsOfASigmoidModel() throws {
        let arguments = ["classify", "zoo/feline/cat.jpg", "--labels", "cat,dog", "--model"]
        let json = try program.run(arguments + [sigLIP, "--json"]).json()
        let images = try #require(json["images"] as? [[String: Any]])
        for entry in try #require(images[0]["probabilities"] as? [[String: Any]]) {
            #expect((0...1).contains(try #require(entry["sigmoid"] as? Double)))
        }
        #expect(try program.run(arguments + [sigLIP]).output.contains(/softmax +sigmoid/))
        #expect(try !program.run(arguments + ["embedded"]).output.contains("softmax"))
    }

    @Test func aThresholdOnTheSigmoidKeepsAsManyImagesAsOneOnTheCosine() throws {
        func thresholds(_ score: String) throws -> ([Int], [Double]) {
            let json = try program("calibrate", "--dataset", "zoo", "--model", sigLIP, "--on", score, "--json").json()
            #expect(json["score"] as? String == score)
            let points = try #require(json["thresholds"] as? [[String: Any]])
            return (points.compactMap { $0["images"] as? Int }, points.compactMap { $0["threshold"] as? Double })
        }
        let (cosine, sigmoid) = (try thresholds("cosine"), try thresholds("sigmoid"))
        #expect(cosine.0 == sigmoid.0 && cosine.1 != sigmoid.1)
        #expect(sigmoid.1.allSatisfy { (0...1).contains($0) })
    }

    @Test func calibrateSaysThatBinsAreOverTheSoftmax() throws {
        let note = "bins and temperatures are over the softmax"
        #expect(try program("calibrate", "--dataset", "zoo", "--model", sigLIP).output.contains(note))
        #expect(try !program("calibrate", "--dataset", "zoo").output.contains(note))
    }

    @Test func theSigmoidOfAModelWithoutOneIsRefusedInOneLine() throws {
        let result = try program("calibrate", "--dataset", "zoo", "--on", "sigmoid")
        #expect(result.status == 1 && result.output.isEmpty && result.lines.count == 1)
        #expect(result.messages.contains("has no logit_bias; --on sigmoid needs a model"))
    }
}
