import Foundation
import Testing

@testable import Model

@Suite struct TextTrainerTests {
    /// The greatest difference, by the greatest value.
    private func difference(_ found: ArraySlice<Float>, _ expected: ArraySlice<Float>) -> Double {
        let greatest = expected.map { Double(abs($0)) }.max() ?? 0
        let apart = zip(found, expected).map { abs(Double($0) - Double($1)) }.max() ?? .infinity
        return apart / max(greatest, 1e-12)
    }

    @Test(arguments: TrainingGolden.all) func everyGradientIsTorchs(_ golden: TrainingGolden) throws {
        var trainer = try golden.trainer()
        let tensors = try golden.tensors()
        let found = try trainer.gradients(golden.batch(0, images: try #require(tensors["images"])))
        #expect(abs(found.loss - golden.losses[0]) < 1e-4, "\(found.loss)")
        #expect(abs(found.norm - golden.norm) < 1e-4 * golden.norm, "\(found.norm)")
        let trained = Set(tensors.keys).subtracting(["images", "token_rows"])
        #expect(Set(found.of.keys) == trained)
        for name in trained where name != "token_embedding.weight" {
            let apart = difference(found.of[name]![...], tensors[name]![...])
            #expect(apart < 1e-4, "\(name): \(apart)")
        }
        guard let rows = tensors["token_rows"], let tokens = tensors["token_embedding.weight"] else { return }
        let (width, own) = (trainer.layout.width, try #require(found.of["token_embedding.weight"]))
        for (place, row) in rows.map({ Int($0) }).enumerated() {
            let apart = difference(
                own[row * width..<(row + 1) * width], tokens[place * width..<(place + 1) * width])
            #expect(apart < 1e-3, "token \(row): \(apart)")
        }
        let zero = Set(0..<own.count / width).subtracting(rows.map { Int($0) })
        #expect(zero.allSatisfy { row in own[row * width..<(row + 1) * width].allSatisfy { $0 == 0 } })
    }

    @Test(arguments: TrainingGolden.all) func twentyStepsHaveTheLossesOfTorch(_ golden: TrainingGolden) throws {
        var trainer = try golden.trainer()
        let images = try #require(try golden.tensors()["images"])
        for (step, loss) in golden.losses.enumerated() {
            let figures = try trainer.advance(golden.batch(step, images: images))
            #expect(abs(figures.loss - loss) < 1e-4 * max(1, loss), "step \(step): \(figures.loss), \(loss)")
        }
        #expect(golden.losses[19] < golden.losses[0])
    }

    @Test func theForwardPassIsThatOfPrompts() throws {
        for golden in TrainingGolden.all.prefix(2) {
            let trainer = try golden.trainer()
            let prompts = golden.batches[0].captions
            let pooled = prompts.map { ids in ids[...trainer.layout.text.pooling.place(in: ids[...])] }
            let pass = trainer.values.withUnsafeBufferPointer { TextPass(trainer.layout, pooled, $0.baseAddress!) }
            let theirs = try trainer.layout.encoder(trainer.values).onAllCores(prompts, reusing: nil) { false }
            #expect(difference(pass.embeddings.values[...], theirs.values[...]) < 1e-5)
        }
    }

    @Test func onlyTheProjectionMovesWhereItAloneIsTrained() throws {
        let golden = try #require(TrainingGolden.all.first { $0.projection })
        var trainer = try golden.trainer()
        let (before, images) = (trainer.values, try #require(try golden.tensors()["images"]))
        _ = try trainer.advance(golden.batch(0, images: images))
        let moved = trainer.layout.projection
        #expect(trainer.values[..<moved] == before[..<moved])
        #expect(trainer.values[moved...] != before[moved...])
    }

    @Test func aLossThatIsNoNumberStopsBeforeTheWeightsAreHurt() throws {
        let golden = TrainingGolden.all[0]
        var trainer = try golden.trainer()
        let before = trainer.values
        var images = try #require(try golden.tensors()["images"])
        for index in images.indices { images[index] = .nan }
        #expect(throws: TrainingFailure.diverged(step: 1, rate: golden.rate / Double(golden.warmUp))) {
            try trainer.advance(golden.batch(0, images: images))
        }
        #expect(trainer.values == before && trainer.step == 0)
    }

    @Test func theRateGrowsAndFollowsACosine() {
        var settings = TrainingSettings()
        (settings.steps, settings.warmUp, settings.rate) = (110, 10, 2)
        #expect(abs(settings.rate(of: 0) - 0.2) < 1e-12 && abs(settings.rate(of: 9) - 2) < 1e-12)
        #expect(abs(settings.rate(of: 10) - 2) < 1e-12 && abs(settings.rate(of: 60) - 1) < 1e-12)
        #expect(settings.rate(of: 109) < 0.001)
        settings.warmUp = 110
        #expect(settings.rate(of: 109) == 2)
    }

    @Test func weightsAreRoundedToTheNearestOfTheirType() throws {
        let values: [Float] = [1, -2.5, 1.00048828125, 0, 65504, 1 + 1 / 256]
        let half = try #require(ElementType.float16.encoded(values[...]))
        #expect(half.withUnsafeBytes { Array($0.bindMemory(to: Float16.self)) } == values.map { Float16($0) })
        let brain = try #require(ElementType.bfloat16.encoded(values[...]))
        let back = brain.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) }.map {
            Float(bitPattern: UInt32($0) << 16)
        }
        // The last is half way between two: to the even one.
        #expect(back == [1, -2.5, 1, 0, 65536, 1])
        #expect(ElementType.float16.encoded([70000]) == nil && ElementType.bfloat16.encoded([.infinity]) == nil)
        #expect(ElementType.int8.encoded([1]) == nil)
    }
}
