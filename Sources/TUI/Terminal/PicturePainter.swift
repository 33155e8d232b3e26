import Model

/// Draws pictures. One function for each way.
package struct PicturePainter: Sendable {
    package let style: PictureStyle
    package let colours: ColourDepth
    /// What transparent parts show.
    package let ground: RGB
    /// Pixels of a character.
    package let cell: PixelSize

    package init(style: PictureStyle, colours: ColourDepth, ground: RGB, cell: PixelSize = .usual) {
        self.style = style
        self.colours = colours
        self.ground = ground
        self.cell = cell
    }

    /// With characters.
    package func draw(_ picture: Picture, within size: Size) -> PictureCells {
        let cells = picture.cells(within: size, of: cell)
        guard cells.columns > 0, cells.rows > 0 else { return PictureCells(size: cells, cells: []) }
        switch style {
        case .ascii: return shades(picture, cells, Array(" .:-=+*#%@"))
        case .halves where colours > .eight: return halves(picture, cells)
        case .sextants where colours > .none, .halves where colours > .none: return sextants(picture, cells)
        default: return shades(picture, cells, Array(" ░▒▓█"))
        }
    }

    /// Two pixels a cell, the upper one in the foreground.
    private func halves(_ picture: Picture, _ size: Size) -> PictureCells {
        let pixels = picture.scaled(width: size.columns, height: size.rows * 2, on: ground)
        let cells = (0..<size.columns * size.rows).map { index in
            let top = index / size.columns * 2 * size.columns + index % size.columns
            return PictureCells.Cell(glyph: "▀", ink: pixels[top], ground: pixels[top + size.columns])
        }
        return PictureCells(size: size, cells: cells)
    }

    /// Brightness alone, the error of each cell passed on to its neighbours (Floyd and Steinberg).
    /// - Parameter glyphs: from the darkest to the brightest.
    private func shades(_ picture: Picture, _ size: Size, _ glyphs: [Character]) -> PictureCells {
        let pixels = picture.scaled(width: size.columns, height: size.rows, on: ground)
        var levels = pixels.map { Double($0.luma) }
        let (low, high) = (levels.min() ?? 0, levels.max() ?? 255)
        let most = Double(glyphs.count - 1)
        levels = levels.map { most * ($0 - low) / max(1, high - low) }
        var cells: [PictureCells.Cell] = []
        for index in levels.indices {
            let level = max(0, min(most, levels[index].rounded()))
            let error = levels[index] - level
            let x = index % size.columns
            func pass(_ offset: Int, _ share: Double) {
                if levels.indices.contains(index + offset) { levels[index + offset] += error * share }
            }
            if x + 1 < size.columns { pass(1, 7 / 16) }
            if x > 0 { pass(size.columns - 1, 3 / 16) }
            pass(size.columns, 5 / 16)
            if x + 1 < size.columns { pass(size.columns + 1, 1 / 16) }
            let luma = UInt8(pixels[index].luma)
            cells.append(.init(glyph: glyphs[Int(level)], ink: RGB(luma, luma, luma), ground: ground))
        }
        return PictureCells(size: size, cells: cells)
    }
}
