import Foundation
import Testing

@testable import Model

@Suite struct WeightsTests {
    let program: Program
    private let prompts = ["--labels", "owl,cat,dog", "--template-set", "imagenet-7"]
    private let photo = repository.appending(path: "Tests/ModelTests/Goldens/pixels/files/420.jpg").path

    init() throws { program = try Program() }

    @Test func savedWeightsClassifyAsTheirPromptsDo() throws {
        let saved = try program.run(["weights", "--out", "w.safetensors"] + prompts)
        #expect(saved.status == 0 && saved.messages.isEmpty, "\(saved.messages)")
        #expect(saved.output.contains("file.get_tensor(\"weights\")"))
        let ours = try program.run(["classify", photo, "--json"] + prompts).json()
        let theirs = try program("classify", photo, "--weights", "w.safetensors", "--json").json()
        #expect(NSDictionary(dictionary: ours).isEqual(to: theirs))
    }

    @Test func bothFormatsHoldTheSameUnitVectors() throws {
        #expect(try program.run(["weights", "--out", "w.safetensors"] + prompts).status == 0)
        #expect(try program.run(["weights", "--out", "w.npy"] + prompts).status == 0)
        let files = try ["w.safetensors", "w.npy"].map {
            try EmbeddingFile(contentsOf: program.folder.appending(path: $0))
        }
        #expect(files.map(\.names) == [["owl", "cat", "dog"], ["owl", "cat", "dog"]])
        for row in 0..<3 {
            #expect(files[0][row] == files[1][row])
            #expect(abs(files[0][row].reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
        #expect(files[0].metadata["logit_scale"].flatMap(Float.init) ?? 0 > 1)
    }

    @Test func weightsOfAnotherModelAreRefused() throws {
        #expect(try program.run(["weights", "--out", "w.safetensors"] + prompts).status == 0)
        let model = repository.appending(path: "Tests/ModelTests/Goldens/towers/vit").path
        let result = try program("classify", photo, "--weights", "w.safetensors", "--model", model)
        #expect(result.status == 1 && result.lines.count == 1)
        #expect(result.messages.contains("these weights were made with embedded"), "\(result.messages)")
    }

    @Test func whatIsNoClassifierIsOneLine() throws {
        #expect(try program("embed", "--text", "a cat", "--out", "text.safetensors").status == 0)
        let other = try program("classify", photo, "--weights", "text.safetensors")
        #expect(other.status == 1 && other.lines.count == 1)
        #expect(other.messages.contains("text.safetensors: no class weights"), "\(other.messages)")
        let both = try program("classify", photo, "--weights", "w.safetensors", "--labels", "a,b")
        #expect(both.status == 64 && both.messages.contains("Give one of --labels and --weights."))
        let format = try program("weights", "--labels", "a,b", "--out", "w.pkl")
        #expect(format.status == 1 && format.lines.count == 1)
    }

    @Test func aRecordedRunIsEvaluatedAgain() throws {
        try program.copyZoo()
        let first = try program("eval", "--dataset", "zoo", "--template-set", "imagenet-7", "--json").json()
        let again = try program("eval", "--dataset", "zoo", "--prompts", "run:1", "--json").json()
        #expect(again["top1"] as? Double == first["top1"] as? Double && again["templates"] as? Int == 7)
        let missing = try program("eval", "--dataset", "zoo", "--prompts", "run:99")
        #expect(missing.status == 1 && missing.lines.count == 1)
    }
}
