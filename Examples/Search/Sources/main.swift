// swift run -c release Search FOLDER "a red flower": the five images of a folder that are nearest to a text.
import Foundation
import Model

let arguments = CommandLine.arguments
guard arguments.count == 3 else { fatalError("usage: Search FOLDER TEXT") }
let photos = try Dataset(opening: URL(filePath: arguments[1]))
let model = try CLIP.embedded()
let images = try model.embed(photos)  // [images, dimension]
let text = try model.embed(texts: [arguments[2]])[0]  // [dimension]
let similarities = (0..<images.rows).map { row in zip(images[row], text).reduce(0) { $0 + $1.0 * $1.1 } }
let nearest = similarities.indices.sorted { similarities[$0] > similarities[$1] }
for image in nearest.prefix(5) {
    print(similarities[image].formatted(.number.precision(.fractionLength(3))), photos.path(of: image))
}
