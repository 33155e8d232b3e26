import Model

extension Picture {
    /// Cells for the picture, as large as fits.
    func cells(
        within size: Size, of cell: PixelSize, rounding rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
    ) -> Size {
        guard width > 0, height > 0, size.columns > 0, size.rows > 0 else { return Size(columns: 0, rows: 0) }
        // Of the picture's pixels in those of the screen.
        let scale = min(
            Double(size.columns * cell.width) / Double(width), Double(size.rows * cell.height) / Double(height))
        func count(_ pixels: Int, _ cell: Int, _ most: Int) -> Int {
            // What rounding left over is no cell.
            min(most, max(1, Int((Double(pixels) * scale / Double(cell) - 1e-6).rounded(rule))))
        }
        return Size(columns: count(width, cell.width, size.columns), rows: count(height, cell.height, size.rows))
    }

    /// The picture on `ground`, scaled by averaging the pixels that each new one covers.
    func scaled(width columns: Int, height rows: Int, on ground: RGB) -> [RGB] {
        var pixels: [RGB] = []
        pixels.reserveCapacity(columns * rows)
        rgba.withUnsafeBufferPointer { rgba in
            for y in 0..<rows {
                let (top, bottom) = (y * height / rows, max(y * height / rows + 1, (y + 1) * height / rows))
                for x in 0..<columns {
                    let (left, right) = (x * width / columns, max(x * width / columns + 1, (x + 1) * width / columns))
                    var (red, green, blue, alpha, count) = (0, 0, 0, 0, 0)
                    // Large pictures: 64 samples a cell are enough.
                    let (stepX, stepY) = (max(1, (right - left) / 8), max(1, (bottom - top) / 8))
                    for sampleY in stride(from: top, to: bottom, by: stepY) {
                        for sampleX in stride(from: left, to: right, by: stepX) {
                            let index = (sampleY * width + sampleX) * 4
                            let opacity = Int(rgba[index + 3])
                            red += Int(rgba[index]) * opacity
                            green += Int(rgba[index + 1]) * opacity
                            blue += Int(rgba[index + 2]) * opacity
                            alpha += opacity
                            count += 255
                        }
                    }
                    func mixed(_ sum: Int, _ ground: UInt8) -> UInt8 {
                        UInt8((sum + Int(ground) * (count - alpha)) / count)
                    }
                    pixels.append(RGB(mixed(red, ground.red), mixed(green, ground.green), mixed(blue, ground.blue)))
                }
            }
        }
        return pixels
    }
}
