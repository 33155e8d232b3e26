import Foundation
import Synchronization
@testable import Model
@testable import TUI

/// A small world without a model: classes and images are vectors made by arithmetic, and each template turns
/// the classes a little.
enum Sample {
    static let coarse = [
        "bird", "cat", "computer mouse", "dog", "fish", "flower", "fruit", "insect", "mollusk", "mouse", "nut",
        "reptile", "tree", "vegetable",
    ]
    static let fine = [
        "robin", "tabby", "computer mouse", "beagle", "goldfish", "daffodil", "apple", "ladybird", "snail",
        "house mouse", "walnut", "gecko", "oak", "carrot",
    ]
    static let dimension = 24
    static let perClass = 6

    static var dataset: Dataset {
        let count = coarse.count * perClass
        let paths = (0..<count).map { index in
            "\(coarse[index % coarse.count])/\(fine[index % coarse.count])-\(index / coarse.count + 1).png"
                .replacingOccurrences(of: " ", with: "_")
        }
        let images = ImageList(
            paths: paths, in: FilePath("/photos"), splits: (0..<count).map { $0 % 2 == 0 ? "dev" : "held-out" })
        let labels = (0..<count).map { Optional($0 % coarse.count) }
        return Dataset(
            name: "Sample photos", folder: URL(filePath: "/photos"), images: images,
            labelColumns: [
                Dataset.LabelColumn(name: "coarse", classes: coarse, labels: labels),
                Dataset.LabelColumn(name: "fine", classes: fine, labels: labels),
            ], prompts: prompts)
    }

    static let prompts = PromptSet(
        name: "dataset's own",
        entries: [
            PromptSet.Entry(PromptTemplate("a photo of a {label}.")),
            PromptSet.Entry(PromptTemplate("a close-up photo of the {label}.")),
            PromptSet.Entry(PromptTemplate("a blurry photo of a {label}."), isOn: false),
        ])

    static let published = PromptSet(
        name: "imagenet-80", templates: (1...80).map { "template number \($0) of a {label}." })

    static var choices: [PromptChoice] {
        [
            PromptChoice(set: prompts, origin: "the dataset's own"),
            PromptChoice(set: published, origin: "published"),
        ]
    }

    /// Deterministic numbers in -1...1.
    static func noise(_ seed: Int, _ index: Int) -> Float {
        var x = UInt64(truncatingIfNeeded: seed &* 7919 &+ index &* 104_729 &+ 12345)
        x = (x ^ (x >> 33)) &* 0xff51_afd7_ed55_8ccd
        x = (x ^ (x >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return Float(Int64(bitPattern: x ^ (x >> 33)) >> 40) / Float(1 << 23)
    }

    static func vector(_ label: Int, seed: Int, spread: Float) -> [Float] {
        let raw = (0..<dimension).map { noise(label + 1, $0) + spread * noise(seed, $0) }
        let norm = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return raw.map { $0 / norm }
    }

    static func embeddings(_ count: Int) -> EmbeddingTable {
        table(
            (0..<count).map { vector($0 % coarse.count, seed: 1000 + $0, spread: 1.9) }, images: dataset.images.count)
    }

    /// The embeddings of the first images.
    static func table(_ embeddings: [[Float]], images: Int) -> EmbeddingTable {
        do {
            let rows = try EmbeddingRows.temporary(dimension: dimension)
            try rows.write(Array(embeddings.joined())[...], at: 0)
            var table = EmbeddingTable(images: images, rows: rows)
            for image in embeddings.indices { table.insert(row: image, image: image) }
            return table
        } catch {
            fatalError("\(error)")
        }
    }

    static func evaluate(
        _ request: EvaluationRequest, _ embeddings: EmbeddingTable?, templatesDone: Int? = nil,
        logitBias: Float? = nil
    ) -> Evaluation {
        let entries = request.prompts.entries.prefix(templatesDone ?? request.prompts.entries.count)
        let classes = request.choice?.offered ?? []
        let hasChoice = !entries.isEmpty && !classes.isEmpty
        var outcomes = hasChoice ? request.labelColumn.map { Outcomes(labels: $0.labels) } : nil
        var weights: ClassWeights?
        if hasChoice, let embeddings {
            var matrix = Matrix(rows: classes.count, columns: dimension)
            for (row, label) in classes.enumerated() {
                for entry in entries {
                    let seed = entry.template.text.unicodeScalars.reduce(5) { ($0 &* 31 &+ Int($1.value)) % 100_003 }
                    let spread: Float = entry.template.hasPlaceholder ? 0.25 : 20
                    for (index, value) in vector(label, seed: seed + label, spread: spread).enumerated() {
                        matrix.values[row * dimension + index] += value
                    }
                }
                matrix.normaliseRow(row)
            }
            let known = ClassWeights(matrix: matrix)
            weights = known
            do {
                outcomes = try ZeroShotClassifier(weights: known, logitScale: 14)
                    .outcomes(of: embeddings, labels: request.labelColumn?.labels ?? [], among: request.choice!)
            } catch {
                fatalError("\(error)")
            }
        }
        return Evaluation(
            request: request, weights: weights, logitScale: 14, logitBias: logitBias, outcomes: outcomes,
            templatesDone: entries.count, templates: request.prompts.entries.count)
    }

    /// A state as it is right after the start, before anything is open.
    static func started(_ columns: Int = 120, _ rows: Int = 40) -> State {
        State(
            size: Size(columns: columns, rows: rows), themes: ["dark", "light", "monochrome"], theme: "dark",
            pictureStyle: .sextants, datasetName: "sample-data", modelName: "clipscope-lite")
    }

    /// Everything open, embedded and evaluated.
    static func ready(_ columns: Int = 120, _ rows: Int = 40, embedded: Int = 84) -> State {
        var state = started(columns, rows)
        state.run(.opened(dataset, choices: choices, prompts: prompts))
        state.run(.modelReady(name: "clipscope-lite"))
        state.run(
            .embeddings(
                embeddings(embedded), EmbeddingProgress(done: embedded, total: 84, rate: embedded < 84 ? 31 : nil)))
        state.run(.evaluation(evaluate(state.requestedEvaluation!, state.embeddings)))
        return state
    }
}

extension State {
    /// Applies an event and answers the work as the engine would.
    mutating func run(_ event: Event) {
        for work in apply(event) {
            switch work {
            case .evaluate(let request) where isModelReady:
                run(.evaluation(Sample.evaluate(request, embeddings)))
            case .draw(let request):
                _ = apply(.picture(Sample.picture(request)))
            case .drawThumbnails(let request):
                for thumbnail in request.inSight { _ = apply(.thumbnail(Sample.picture(thumbnail))) }
            case .evaluateReference(let request):
                run(.reference(Sample.evaluate(request, embeddings)))
            default:
                do {
                    for answer in try Sample.answer(work) { run(answer) }
                } catch {
                    fatalError("\(error)")
                }
            }
        }
    }

    mutating func hit(_ keys: Key...) {
        for key in keys { run(.key(key)) }
    }

    mutating func typed(_ text: String) {
        for character in text { run(.key(.char(character))) }
    }
}

extension Sample {
    /// A checkerboard in place of the picture.
    static func picture(_ request: PictureRequest) -> PictureView {
        let rows = max(1, min(request.size.rows, request.size.columns / 3))
        let size = Size(columns: min(request.size.columns, rows * 2 + rows / 2), rows: rows)
        let cells = (0..<size.columns * size.rows).map { index in
            let isDark = (index % size.columns / 2 + index / size.columns) % 2 == 0
            return PictureCells.Cell(glyph: isDark ? "▒" : "░", ink: RGB(200, 180, 150), ground: RGB(40, 60, 80))
        }
        return PictureView(
            image: request.image, cells: PictureCells(size: size, cells: cells),
            facts: PictureFacts(width: 320, height: 214, format: "png", bytes: 45_210))
    }
}

extension Sample {
    /// What the thread tells, in its order.
    static func compare(_ question: SetComparison.Question) -> [SetComparison.Answer] {
        let told = Mutex<[SetComparison.Answer]>([])
        do {
            try SetComparison.Answer.find(question) { answer in told.withLock { $0.append(answer) } }
        } catch {
            fatalError("\(error)")
        }
        return told.withLock { $0 }
    }
}

extension Sample {
    static func unlabelled(_ columns: Int, _ rows: Int) -> State {
        var state = started(columns, rows)
        let bare = Dataset(
            name: "holiday", folder: URL(filePath: "/photos"), images: dataset.images, labelColumns: [], prompts: nil)
        state.run(.opened(bare, choices: choices, prompts: prompts))
        state.run(.modelReady(name: "clipscope-lite"))
        return state
    }

    /// File names, labels and templates that try to reach the terminal, or to break the columns.
    static func hostile(_ columns: Int, _ rows: Int) -> State {
        let names = [
            "\u{1b}[31mred\u{7}", "tab\there", "日本語のラベル", "e\u{301}té", "👩‍👩‍👧 family", "\u{202e}gnp.exe", "a\nb", "🇩🇪 flag",
        ]
        let images = ImageList(
            paths: names.enumerated().map { "\($1)/\($0).png" }, in: FilePath("/photos"))
        let labelColumn = Dataset.LabelColumn(name: "la\u{9b}bel", classes: names, labels: Array(names.indices))
        let dataset = Dataset(
            name: "ev\u{1b}il", folder: URL(filePath: "/"), images: images, labelColumns: [labelColumn], prompts: nil)
        let prompts = PromptSet(
            name: "se\rt", templates: ["a \u{1b}]0;title\u{7} {label}", "写真：{label}。", "👍🏽❤️ {label}"])
        var state = started(columns, rows)
        state.run(.opened(dataset, choices: [], prompts: prompts))
        state.run(.modelReady(name: "mo\u{8}del"))
        let known = table(names.indices.map { vector($0, seed: $0 + 50, spread: 1.2) }, images: names.count)
        state.run(.embeddings(known, EmbeddingProgress(done: names.count, total: names.count)))
        state.run(.evaluation(evaluate(state.requestedEvaluation!, known)))
        return state
    }
}
