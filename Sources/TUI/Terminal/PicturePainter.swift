import CChafa
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

extension PicturePainter {
    /// - Parameter id: becomes the picture's.
    package func pixels(of picture: Picture, within room: Size, id: Int) -> PixelPicture {
        let size = picture.cells(within: room, of: cell, rounding: .up)
        let raster = PixelRaster(picture, covering: size, of: cell, on: ground)
        let bytes =
            switch style {
            case .sixel: encoded(raster, size, CHAFA_PIXEL_MODE_SIXELS)
            case .iterm2: encoded(raster, size, CHAFA_PIXEL_MODE_ITERM2)
            default: KittyGraphics.payload(raster)
            }
        return PixelPicture(
            id: id, style: style, size: size, pixels: PixelSize(width: raster.width, height: raster.height),
            bytes: bytes)
    }

    /// By libchafa: sixel of as many whole bands of six pixels as the cells hold, or a TIFF in iTerm2's sequence.
    private func encoded(_ raster: PixelRaster, _ size: Size, _ mode: ChafaPixelMode) -> [UInt8] {
        let config = chafa_canvas_config_new()
        defer { chafa_canvas_config_unref(config) }
        chafa_canvas_config_set_pixel_mode(config, mode)
        chafa_canvas_config_set_canvas_mode(config, CHAFA_CANVAS_MODE_TRUECOLOR)
        chafa_canvas_config_set_geometry(config, Int32(size.columns), Int32(size.rows))
        chafa_canvas_config_set_cell_geometry(config, Int32(cell.width), Int32(cell.height))
        let canvas = chafa_canvas_new(config)
        defer { chafa_canvas_unref(canvas) }
        chafa_canvas_draw_all_pixels(
            canvas, CHAFA_PIXEL_RGB8, raster.rgb, Int32(raster.width), Int32(raster.height), Int32(raster.width * 3))
        // All sequences that libchafa knows; which of them the terminal understands is known already.
        let sequences = chafa_term_db_get_fallback_info(chafa_term_db_get_default())
        defer { chafa_term_info_unref(sequences) }
        guard let text = chafa_canvas_print(canvas, sequences) else { return [] }
        defer { g_string_free(text, 1) }
        let length = Int(text.pointee.len)
        return text.pointee.str.withMemoryRebound(to: UInt8.self, capacity: length) {
            [UInt8](UnsafeBufferPointer(start: $0, count: length))
        }
    }
}

extension PicturePainter {
    /// Six pixels a cell, chosen by libchafa among sextants and block elements: what terminals' fonts have.
    func sextants(_ picture: Picture, _ size: Size) -> PictureCells {
        let symbols = chafa_symbol_map_new()
        defer { chafa_symbol_map_unref(symbols) }
        let tags: [ChafaSymbolTags] =
            style == .sextants
            ? [CHAFA_SYMBOL_TAG_BLOCK, CHAFA_SYMBOL_TAG_SEXTANT, CHAFA_SYMBOL_TAG_SPACE]
            : [CHAFA_SYMBOL_TAG_VHALF, CHAFA_SYMBOL_TAG_SPACE, CHAFA_SYMBOL_TAG_SOLID]
        for tag in tags { chafa_symbol_map_add_by_tags(symbols, tag) }

        let config = chafa_canvas_config_new()
        defer { chafa_canvas_config_unref(config) }
        chafa_canvas_config_set_symbol_map(config, symbols)
        chafa_canvas_config_set_geometry(config, Int32(size.columns), Int32(size.rows))
        chafa_canvas_config_set_cell_geometry(config, Int32(cell.width), Int32(cell.height))
        let modes: [ColourDepth: ChafaCanvasMode] = [
            .direct: CHAFA_CANVAS_MODE_TRUECOLOR, .palette: CHAFA_CANVAS_MODE_INDEXED_240,
            .eight: CHAFA_CANVAS_MODE_INDEXED_8,
        ]
        chafa_canvas_config_set_canvas_mode(config, modes[colours] ?? CHAFA_CANVAS_MODE_TRUECOLOR)
        if colours == .eight {
            chafa_canvas_config_set_fg_only_enabled(config, 1)
            chafa_canvas_config_set_dither_mode(config, CHAFA_DITHER_MODE_ORDERED)
        }
        chafa_canvas_config_set_bg_color(config, guint32(ground.packed))
        chafa_canvas_config_set_work_factor(config, 0.5)

        // libchafa shrinks well, but four pixels a dot are all it can use.
        let width = min(picture.width, size.columns * 8)
        let height = min(picture.height, size.rows * 16)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 4)
        for pixel in picture.scaled(width: width, height: height, on: ground) {
            pixels += [pixel.red, pixel.green, pixel.blue, 255]
        }
        let canvas = chafa_canvas_new(config)
        defer { chafa_canvas_unref(canvas) }
        chafa_canvas_draw_all_pixels(
            canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, pixels, Int32(width), Int32(height), Int32(width * 4))
        let cells = (0..<size.columns * size.rows).map { index in
            cell(canvas, Int32(index % size.columns), Int32(index / size.columns))
        }
        return PictureCells(size: size, cells: cells)
    }

    private func cell(_ canvas: OpaquePointer?, _ x: Int32, _ y: Int32) -> PictureCells.Cell {
        var ink: Int32 = 0
        var back: Int32 = 0
        chafa_canvas_get_colors_at(canvas, x, y, &ink, &back)
        let glyph = Unicode.Scalar(chafa_canvas_get_char_at(canvas, x, y)) ?? " "
        return PictureCells.Cell(
            glyph: Character(glyph), ink: ink < 0 ? ground : RGB(packed: Int(ink)),
            ground: back < 0 ? ground : RGB(packed: Int(back)))
    }
}
