// swift run -c release ClassifyFolder [DATASET [MODEL]]: accuracy of a model on a folder of class folders.
// Without arguments: the sample photos and the embedded model.
import Foundation
import Model

let arguments = CommandLine.arguments.dropFirst().map { URL(filePath: $0) }
do {
    let dataset = try arguments.first.map { try Dataset(opening: $0) } ?? .samplePhotos()
    let model = try arguments.count > 1 ? CLIP(opening: arguments[1]) : .embedded()
    guard let labelColumn = dataset.labelColumns.first else {
        print("\(dataset.name) has no labels")
        exit(1)
    }
    let images = try model.embed(dataset)  // [images, dimension]
    let prompts = dataset.prompts ?? PromptSet(name: "photo", templates: ["a photo of a {label}."])
    let classifier = try ZeroShotClassifier(model, prompts: prompts, classes: labelColumn.classes)
    let outcomes = classifier.outcomes(images, labels: labelColumn.labels)
    guard let metrics = Metrics(outcomes, classes: labelColumn.classes.count) else {
        print("no image of \(dataset.name) has a label")
        exit(1)
    }
    print(
        String(
            format: "%d images, %d classes, top-1 %.2f %%", metrics.images, metrics.perClass.count, metrics.top1 * 100))
    for figures in metrics.perClass.sorted(by: { ($0.recall ?? 1) < ($1.recall ?? 1) }).prefix(3) {
        print(String(format: "%5.1f %%  %@", (figures.recall ?? 1) * 100, labelColumn.classes[figures.label]))
    }
} catch {
    print(message(of: error))
    exit(1)
}
