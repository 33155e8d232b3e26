import CChafa
import Model

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
