/// An image tower: normalised pixels in, one embedding an image out.
protocol ImageEncoder: Sendable {
    /// Length of an embedding.
    var dimension: Int { get }

    /// - Parameter images: [images, height, width, 3], as the checkpoint's preprocessing makes them.
    /// - Returns: [images, embedding], not normalised.
    func callAsFunction(_ images: FeatureMap) -> Matrix

    /// What the layers multiply for so many images of this size, in their order; a product of which there are several,
    /// one an image, comes as often.
    func products(images: Int, height: Int, width: Int) -> [LayerProduct]
}
