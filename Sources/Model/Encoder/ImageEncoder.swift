/// An image tower: normalised pixels in, one embedding an image out.
protocol ImageEncoder: Sendable {
    /// Length of an embedding.
    var dimension: Int { get }

    /// - Parameter images: [images, height, width, 3], as the checkpoint's preprocessing makes them.
    /// - Returns: [images, embedding], not normalised.
    func callAsFunction(_ images: FeatureMap) -> Matrix
}
