import CChafa
import Model

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
