extension Preprocessing {
    /// - Returns: RGB, [height, width, 3].
    package func pixels(_ picture: Picture) -> [UInt8] {
        let framing = Framing(width: picture.width, height: picture.height, in: self)
        let (window, border) = window(of: picture, framing)
        return [UInt8](unsafeUninitializedCapacity: height * width * 3) { pixels, filled in
            filled = height * width * 3
            if framing.columns.count < width || framing.rows.count < height {
                for index in 0..<filled { pixels[index] = border[index % 3] }
            }
            let start = (framing.rows.lowerBound - framing.top) * width + framing.columns.lowerBound - framing.left
            window.samples.withUnsafeBufferPointer { rgba in
                var source = 0
                for row in 0..<framing.rows.count {
                    var target = (start + row * width) * 3
                    for _ in framing.columns {
                        pixels[target] = rgba[source]
                        pixels[target + 1] = rgba[source + 1]
                        pixels[target + 2] = rgba[source + 2]
                        source += 4
                        target += 3
                    }
                }
            }
        }
    }

    /// Fills [height, width, 3] with (pixel / 255 - mean) / std.
    package func tensor(_ picture: Picture, into tensor: UnsafeMutableBufferPointer<Float>) {
        precondition(tensor.count == height * width * 3, "\(tensor.count) floats for [\(height), \(width), 3]")
        // [3, 256]
        let levels = (0..<3).flatMap { channel in
            (0..<256).map { (Float($0) / 255 - mean[channel]) / std[channel] }
        }
        levels.withUnsafeBufferPointer { levels in
            pixels(picture).withUnsafeBufferPointer { pixels in
                for index in stride(from: 0, to: pixels.count, by: 3) {
                    tensor[index] = levels[Int(pixels[index])]
                    tensor[index + 1] = levels[256 + Int(pixels[index + 1])]
                    tensor[index + 2] = levels[512 + Int(pixels[index + 2])]
                }
            }
        }
    }

    /// What is seen of the resized picture, as RGBA, and the colour of the border around it.
    private func window(of picture: Picture, _ framing: Framing) -> (Plane<UInt8>, border: [UInt8]) {
        let fill = [UInt8](repeating: fillColour, count: 4)
        let rgba = Plane(width: picture.width, height: picture.height, samples: picture.rgba)
        if convertsToRGBFirst {
            return ((picture.hasAlpha ? rgba.overWhite() : rgba).resampled(interpolation, framing), fill)
        }
        switch picture.mode {
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
