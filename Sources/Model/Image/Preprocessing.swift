/// From a picture to the image encoder's input, equal to what Pillow, torchvision and open_clip
/// (open_clip/transform.py, image_transform) or Hugging Face's CLIPImageProcessor give.
package struct Preprocessing: Sendable, Equatable {
    package enum ResizeMode: String, Sendable {
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

    package let width: Int
    package let height: Int
    package let resizeMode: ResizeMode
    package let interpolation: Interpolation
    package let cropRounding: CropRounding
    /// Hugging Face converts before it resizes, open_clip after: not the same for palettes, alpha and CMYK.
    package let convertsToRGBFirst: Bool
    /// Red, green, blue of pixels from 0 to 1.
    package let mean: [Float]
    package let std: [Float]
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

extension Preprocessing {
    /// - Returns: RGB, [height, width, 3].
    package func pixels(_ picture: Picture) -> [UInt8] {
        let framing = Framing(width: picture.width, height: picture.height, in: self)
        let (window, border) = window(of: picture, framing)
        return [UInt8](unsafeUninitializedCapacity: height * width * 3) { pixels, filled in
            if framing.columns.count < width || framing.rows.count < height {
                for index in 0..<height * width * 3 { pixels[index] = border[index % 3] }
            }
            let start = (framing.rows.lowerBound - framing.top) * width + framing.columns.lowerBound - framing.left
            window.samples.withUnsafeBufferPointer { rgba in
                for row in 0..<framing.rows.count {
                    for column in 0..<framing.columns.count {
                        let source = (row * framing.columns.count + column) * 4
                        let target = (start + row * width + column) * 3
                        for channel in 0..<3 { pixels[target + channel] = rgba[source + channel] }
                    }
                }
            }
            filled = height * width * 3
        }
    }

    /// Fills [height, width, 3] with (pixel / 255 - mean) / std.
    package func tensor(_ picture: Picture, into tensor: UnsafeMutableBufferPointer<Float>) {
        precondition(tensor.count == height * width * 3, "\(tensor.count) floats for [\(height), \(width), 3]")
        let levels = (0..<3).map { channel in
            (0..<256).map { (Float($0) / 255 - mean[channel]) / std[channel] }
        }
        let pixels = pixels(picture)
        for channel in 0..<3 {
            levels[channel].withUnsafeBufferPointer { levels in
                for index in stride(from: channel, to: pixels.count, by: 3) {
                    tensor[index] = levels[Int(pixels[index])]
                }
            }
        }
    }

    /// What is seen of the resized picture, as RGBA, and the colour of the border around it.
    private func window(of picture: Picture, _ framing: Framing) -> (Plane<UInt8>, border: [UInt8]) {
        let fill = [UInt8](repeating: fillColour, count: 4)
        let rgba = Plane(width: picture.width, height: picture.height, samples: picture.rgba)
        switch convertsToRGBFirst ? .rgb : picture.mode {
        case .grey, .rgb:
            return (rgba.resampled(interpolation, framing), fill)
        case .greyAlpha, .rgba:
            let isResized = framing.width != picture.width || framing.height != picture.height
            guard isResized else { return (rgba.resampled(interpolation, framing), fill) }
            return (rgba.premultiplied().resampled(interpolation, framing).unpremultiplied(), fill)
        case .bilevel:
            return (rgba.nearest(framing), fillColour == 0 ? fill : [255, 255, 255, 255])
        case .palette(let colours):
            let colour = colours.dropFirst(Int(fillColour) * 3).prefix(3)
            return (rgba.nearest(framing), colour.isEmpty ? [0, 0, 0] : Array(colour))
        case .cmyk(let cmyk):
            let plane = Plane(width: picture.width, height: picture.height, samples: cmyk)
            return (plane.resampled(interpolation, framing).map(Picture.rgba(cmyk:)), Picture.rgba(cmyk: fill))
        case .grey16(let grey):
            let plane = Plane(width: picture.width, height: picture.height, samples: grey)
            return (plane.resampled(interpolation, framing).map(Picture.rgba(grey16:)), fill)
        }
    }
}
