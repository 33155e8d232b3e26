/// A batch of images or of what layers make of them: [images, height, width, channels], channels last.
package struct FeatureMap: Sendable, Equatable {
    package let images: Int
    package let height: Int
    package let width: Int
    package let channels: Int
    package var values: [Float]

    package init(images: Int, height: Int, width: Int, channels: Int) {
        (self.images, self.height, self.width, self.channels) = (images, height, width, channels)
        values = [Float](repeating: 0, count: images * height * width * channels)
    }

    /// Floats an image.
    package var stride: Int { height * width * channels }
}
