import Foundation
import Testing

@testable import Model

@Suite final class TrainingRunTests {
    private let folder: URL
    private let clip: CLIP
    private let model: TrainableModel
    private let rows: LabelledRows
    private let prompts = PromptSet(name: "two", templates: ["a photo of a {label}.", "the {label}"])
    private let classes = ["cat", "dog", "owl", "rose"]

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "training-\(UUID().uuidString)")
        let tower = repository.appending(path: "Tests/ModelTests/Goldens/towers/vit-quick-half")
        clip = try CLIP(contentsOf: tower, home: Home(folder: repository))
        model = try TrainableModel(of: clip)
        var random = SeededGenerator(seed: 5)
        var matrix = random.matrix(40, clip.dimension)
        matrix.normaliseRows()
        rows = try LabelledRows(matrix, labels: (0..<40).map { Int32($0 % 4) }, classes: 4)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func settings(_ steps: Int) -> TrainingSettings {
        var settings = TrainingSettings()
        (settings.steps, settings.batch, settings.warmUp, settings.interval) = (steps, 8, 2, 5)
        settings.rate = 1e-3
        return settings
    }

    private var held: HeldOutImages {
        HeldOutImages(rows.selecting(Array(30..<40)), classes: classes, prompts: prompts)
    }

    private func pairs() -> CaptionedPairs {
        CaptionedPairs(
            rows.selecting(Array(0..<30)), classes: classes, prompts: prompts, tokenizer: clip.tokenizer)
    }

    private func run(
        _ name: String, _ settings: TrainingSettings, isResuming: Bool = false, validation: HeldOutImages? = nil
    ) throws -> TrainingRun {
        try TrainingRun(
            model, of: clip, pairs(), validation: validation ?? held, settings, in: folder.appending(path: name),
            isResuming: isResuming)
    }

    private func content(_ name: String, _ file: String) throws -> Data {
        try Data(contentsOf: folder.appending(path: name).appending(path: file))
    }

    @Test func aTrainingThatWasStoppedComesToTheSameWeightsToTheBit() throws {
        let whole = try run("whole", settings(23))
        #expect(try whole.run(report: { _ in }, isCancelled: { false }).isFinished)
        try whole.writeModel(average: 1)
        for stop in [1, 7, 10, 22] {
            let name = "stopped-\(stop)"
            var steps = 0
            let ending = try run(name, settings(23)).run(
                report: { if case .step = $0 { steps += 1 } }, isCancelled: { steps == stop })
            #expect(!ending.isFinished && ending.steps == stop)
            let resumed = try run(name, settings(23), isResuming: true)
            #expect(resumed.resumedAt == stop)
            #expect(try resumed.run(report: { _ in }, isCancelled: { false }).best == whole.bestStep)
            try resumed.writeModel(average: 1)
            for file in ["open_clip_model.safetensors", "training-log.csv"] {
                #expect(try content(name, file) == content("whole", file), "\(file) stopped at \(stop)")
            }
        }
    }

    @Test func whatIsWrittenOpensAndHoldsTheBestWeightsInTheTypeOfTheStart() throws {
        // What is trained on chooses here, so that some step is better than the start.
        let known = HeldOutImages(rows.selecting(Array(0..<30)), classes: classes, prompts: prompts)
        let run = try run("out", settings(20), validation: known)
        var accuracies: [Int: Int] = [:]
        let ending = try run.run(
            report: { if case .validated(let step, let figures, _) = $0 { accuracies[step] = figures.right } },
            isCancelled: { false })
        #expect(accuracies.keys.sorted() == [0, 5, 10, 15, 20])
        #expect(accuracies[ending.best] == accuracies.values.max())
        try run.writeModel(average: 1)
        let out = folder.appending(path: "out")
        let written = try CLIP(contentsOf: out, home: Home(folder: repository))
        #expect(written.fingerprint != clip.fingerprint)
        let (old, new) = try (
            Safetensors(contentsOf: model.directory.appending(path: "open_clip_model.safetensors")),
            Safetensors(contentsOf: out.appending(path: "open_clip_model.safetensors"))
        )
        #expect(old.tensors.mapValues(\.shape) == new.tensors.mapValues(\.shape))
        for (name, tensor) in old.tensors {
            #expect(new.tensors[name]?.type == tensor.type)
            if name.hasPrefix("visual.") { #expect(new.tensors[name]?.floats == tensor.floats, "\(name)") }
        }
    }

    @Test func anAverageLiesBetweenTheStartAndTheTrained() throws {
        let run = try run(
            "average", settings(10), validation: HeldOutImages(rows.selecting([]), classes: classes, prompts: prompts))
        #expect(try run.run(report: { _ in }, isCancelled: { false }).best == 10)
        func projection(_ average: Double) throws -> [Float] {
            try run.writeModel(average: average)
            let archive = try Safetensors(
                contentsOf: folder.appending(path: "average/open_clip_model.safetensors"))
            return archive.tensors["text_projection"]!.floats!
        }
        let (start, half, trained) = try (projection(0), projection(0.5), projection(1))
        let old = try Safetensors(contentsOf: model.directory.appending(path: "open_clip_model.safetensors"))
        #expect(start == old.tensors["text_projection"]!.floats!)
        #expect(start != trained)
        for index in start.indices {
            #expect(abs(half[index] - (start[index] + trained[index]) / 2) < 1e-3)
        }
    }

    @Test func anotherTrainingIsNotResumed() throws {
        var steps = 0
        _ = try run("stopped", settings(20)).run(
            report: { if case .step = $0 { steps += 1 } }, isCancelled: { steps == 6 })
        #expect(throws: TrainingFailure.self) { try self.run("stopped", settings(20)) }
        var others = settings(20)
        others.rate = 2e-3
        let state = folder.appending(path: "stopped/training-state.safetensors")
        #expect(throws: TrainingFailure.otherTraining(state, difference: "rate 0.001, expected 0.002")) {
            try self.run("stopped", others, isResuming: true)
        }
        #expect(throws: TrainingFailure.self) { try self.run("nothing", settings(20), isResuming: true) }
        // Half of a state is no state.
        try content("stopped", "training-state.safetensors").prefix(5000).write(to: state)
        #expect(throws: (any Error).self) { try self.run("stopped", settings(20), isResuming: true) }
    }

    @Test func aBatchNeedsPairsAndSomethingToTellApart() throws {
        var large = settings(5)
        large.batch = 31
        #expect(throws: TrainingFailure.batchTooLarge(31, pairs: 30)) { try self.run("a", large) }
        large.batch = 1
        #expect(throws: TrainingFailure.batchTooLarge(1, pairs: 30)) { try self.run("a", large) }
        let alike = CaptionedPairs(
            rows.selecting(rows.labels.indices.filter { rows.labels[$0] == 0 }), classes: classes, prompts: prompts,
            tokenizer: clip.tokenizer)
        #expect(throws: TrainingFailure.oneGroup(pairs: 10)) {
            try TrainingRun(
                self.model, of: self.clip, alike, validation: self.held, self.settings(5), in: self.folder,
                isResuming: false)
        }
    }

    @Test func aRateBeyondReasonEndsWithTheBestThatWas() throws {
        var wild = settings(2000)
        (wild.rate, wild.warmUp, wild.decay) = (1e6, 0, 0.2)
        let run = try run("wild", wild)
        #expect(throws: TrainingFailure.self) { try run.run(report: { _ in }, isCancelled: { false }) }
        let log = try String(contentsOf: folder.appending(path: "wild/training-log.csv"), encoding: .utf8)
        #expect(!log.contains("nan") && !log.contains("inf"))
    }

    @Test func copiesOfWhatIsTrainedOnAreLeftOut() {
        let (kept, copies) = held.leavingOut(copiesOf: rows.matrix.selecting([0, 31, 39]))
        #expect(kept.count == 8 && copies == 2)
    }

    @Test func towersOfOtherKindsAreRefusedInOneLine() throws {
        for name in ["hugging-face", "vit-scaled"] {
            let tower = repository.appending(path: "Tests/ModelTests/Goldens/towers/\(name)")
            do {
                _ = try TrainableModel(contentsOf: tower)
                Issue.record("\(name) was taken")
            } catch let failure as TrainingFailure {
                #expect(failure.description.contains("alone can be trained"), "\(failure)")
            }
        }
    }
}
