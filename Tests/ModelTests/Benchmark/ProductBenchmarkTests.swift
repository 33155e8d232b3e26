import Testing

@testable import Model

@Suite struct ProductBenchmarkTests {
    private func row(_ tower: String, count: Int, _ speed: Double) -> ProductBenchmark.Row {
        .init(
            tower: tower, rows: 400, outputs: 768, inputs: 768, count: count,
            speeds: .init(f32: speed, openblas: speed / 2, int8: 4 * speed))
    }

    /// Twice as many operations at 100 as at 50: as long for both, so 75 in the mean of the time.
    @Test func aTowerIsAsFastAsItsProductsOneAfterTheOther() {
        let benchmark = ProductBenchmark(
            model: "m", threads: 2, repeats: 3,
            peaks: [
                .init(instructions: "AVX2", precision: "f32", oneThread: 60, allThreads: 120),
                .init(instructions: "AVX-512", precision: "f32", oneThread: 75, allThreads: 150),
            ], products: [row("image", count: 2, 100), row("image", count: 1, 50), row("text", count: 1, 30)])
        #expect(abs(benchmark.together("image").f32 - 75) < 1e-9 && abs(benchmark.together("text").int8 - 120) < 1e-9)
        let text = benchmark.text(TextStyle(columns: 100, isUnicode: true))
        #expect(text.contains("peak f32  150.0, on one thread 75.0 (AVX-512)\n"))
        #expect(text.contains("image, all") && text.contains(" 75.0     50 %"), "of the best instructions' peak")
    }

    @Test(arguments: ["vit", "resnet", "efficientnet"])
    func productsAreThoseOfTheLayersAtTheirSizes(name: String) throws {
        let goldens = try Goldens("towers/\(name)", "golden.safetensors")
        let model = try goldens.withWeightsInflated { try CLIP(contentsOf: $0, home: Home(folder: repository)) }
        let (height, width) = (model.preprocessing.height, model.preprocessing.width)
        let encoder = try model.imageEncoder
        let one = encoder.products(images: 1, height: height, width: width)
        let two = encoder.products(images: 2, height: height, width: width)
        func operations(_ products: [LayerProduct]) -> Double { products.reduce(0) { $0 + $1.operations } }
        #expect(operations(two) == 2 * operations(one))
        #expect(one.last?.rows == 1 && one.last?.outputs == model.dimension)
        if let tower = encoder as? ModifiedResNet {
            #expect(one[one.count - 2].rows == tower.attnpool.positionalEmbedding.rows)
        }
        if let tower = encoder as? VisionTransformer {
            #expect(one[1].rows == tower.positionalEmbedding.rows)
        }
        if encoder is EfficientNet {
            #expect(one.first?.rows == ((height + 1) / 2) * ((width + 1) / 2))
        }
    }
}
