extension Plane where Sample == UInt8 {
    /// Colours weighed by their alpha, so that transparent pixels do not bleed (Pillow's Convert.c, rgbA2rgba).
    func premultiplied() -> Plane {
        eachPixel { rgba in
            let alpha = UInt32(rgba[3])
            for channel in 0..<3 { rgba[channel] = UInt8((UInt32(rgba[channel]) * alpha).dividedBy255) }
        }
    }

    /// The way back, truncated like Pillow's (Convert.c, rgba2rgbA).
    func unpremultiplied() -> Plane {
        eachPixel { rgba in
            let alpha = UInt32(rgba[3])
            guard alpha != 0, alpha != 255 else { return }
            for channel in 0..<3 { rgba[channel] = UInt8(min(255, UInt32(rgba[channel]) * 255 / alpha)) }
        }
    }

    /// Over white, as Pillow's alpha_composite rounds it (AlphaComposite.c).
    func overWhite() -> Plane {
        eachPixel { rgba in
            let alpha = UInt32(rgba[3])
            for channel in 0..<3 {
                let sum = UInt32(rgba[channel]) * alpha + 255 * (255 - alpha) + 128
                rgba[channel] = UInt8((sum << 7 + sum >> 1) >> 15)
            }
            rgba[3] = 255
        }
    }

    private func eachPixel(_ change: (UnsafeMutablePointer<UInt8>) -> Void) -> Plane {
        map { samples in
            var samples = samples
            samples.withUnsafeMutableBufferPointer { samples in
                for pixel in stride(from: 0, to: samples.count, by: 4) { change(samples.baseAddress! + pixel) }
            }
            return samples
        }
    }
}
