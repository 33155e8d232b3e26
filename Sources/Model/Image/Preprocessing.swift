/// From a picture to the image encoder's input, equal to what Pillow, torchvision and open_clip
/// (open_clip/transform.py, image_transform) or Hugging Face's CLIPImageProcessor give.
public struct Preprocessing: Sendable, Equatable {
    /// How a picture is brought to the tower's shape.
    public enum ResizeMode: String, Sendable {
        /// The short side fits, the long side is cropped in the middle.
        case shortest
        /// The long side fits, the short side gets a border.
        case longest
        /// Both sides fit, whatever becomes of the proportions.
        case squash
    }

    package enum CropRounding: String, Sendable {
        /// An odd rest is halved to the even number (Python's round); a border is smaller at its start.
        case torchvision
        /// An odd rest is halved downwards (Hugging Face's // 2).
        case floor
    }

    /// Pixels that the tower takes.
    public let width: Int
    /// Pixels that the tower takes.
    public let height: Int
    /// How a picture is brought to `width` and `height`.
    public let resizeMode: ResizeMode
    /// How it is resampled, equal to Pillow's to the bit.
    public let interpolation: Interpolation
    package let cropRounding: CropRounding
    /// Hugging Face lays pictures over white and converts before it resizes; open_clip resizes, then drops alpha.
    package let convertsToRGBFirst: Bool
    /// Red, green, blue of pixels from 0 to 1.
    public let mean: [Float]
    /// Divides channel values of 0...1 after `mean` is taken away; red, green, blue.
    public let std: [Float]
    /// Of the border, each channel in the picture's own mode.
    package let fillColour: UInt8

    /// The mean and deviation that CLIP was trained with (openai/CLIP, clip.py).
    package static let mean: [Float] = [0.48145466, 0.4578275, 0.40821073]
    package static let std: [Float] = [0.26862954, 0.26130258, 0.27577711]

    package init(
        width: Int, height: Int, resizeMode: ResizeMode = .shortest, interpolation: Interpolation = .bicubic,
        cropRounding: CropRounding = .torchvision, convertsToRGBFirst: Bool = false, mean: [Float] = Self.mean,
        std: [Float] = Self.std, fillColour: UInt8 = 0
    ) {
        precondition(width > 0 && height > 0, "an input of \(width)x\(height)")
        precondition(mean.count == 3 && std.count == 3, "\(mean.count) means and \(std.count) deviations for RGB")
        self.width = width
        self.height = height
        self.resizeMode = resizeMode
        // open_clip's resize to a shape that is not square is bicubic whatever was asked for.
        self.interpolation = resizeMode == .shortest && width != height ? .bicubic : interpolation
        self.cropRounding = cropRounding
        self.convertsToRGBFirst = convertsToRGBFirst
        self.mean = mean
        self.std = std
        self.fillColour = fillColour
    }

    /// Everything that changes the tensor, and the version of the way there.
    package var fingerprint: String {
        "pixels 1 \(width)x\(height) \(resizeMode.rawValue) \(interpolation.rawValue) \(cropRounding.rawValue)"
            + " \(convertsToRGBFirst ? "RGB first" : "RGB last") mean \(mean) std \(std) fill \(fillColour)"
    }
}
