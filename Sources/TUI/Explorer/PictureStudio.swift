import Foundation
import Model

/// Pictures, decoded and painted, the last of both kept.
struct PictureStudio {
    /// What decides how a picture is painted.
    private struct Key: Hashable {
        let source: ImageSource
        let size: Size
        let style: PictureStyle
        let cell: PixelSize
        let theme: String
    }

    private let themes: [String: Theme]
    private let colours: ColourDepth
    private var views: RecentlyUsed<Key, PictureView>
    private var decoded: RecentlyUsed<ImageSource, Picture>
    /// Of the last picture in pixels; smaller numbers are not free in every terminal.
    private var nextID = 255

    init(themes: [Theme], colours: ColourDepth) {
        self.themes = Dictionary(themes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        self.colours = colours
        // Bytes.
        views = RecentlyUsed(limit: 32 << 20)
        decoded = RecentlyUsed(limit: 96 << 20)
    }

    mutating func view(of request: PictureRequest) -> PictureView {
        let key = Key(
            source: request.source, size: request.size, style: request.style, cell: request.cell, theme: request.theme)
        if request.overlay == nil, let view = views[key] { return view }
        do {
            let picture = try decode(request.source)
            let theme = themes[request.theme] ?? .plain
            let painter = PicturePainter(
                style: request.style, colours: theme.isMonochrome ? .none : colours, ground: theme.ground,
                cell: request.cell)
            let facts = PictureFacts(
                width: picture.width, height: picture.height, format: picture.format, bytes: request.source.byteCount)
            if let overlay = request.overlay {
                return view(of: overlay.laid(over: try request.source.picture()).upright, request, painter, facts)
            }
            let view = view(of: picture, request, painter, facts)
            views.insert(view, for: key, cost: view.bytes)
            return view
        } catch {
            // The path stands above the picture already.
            let reason = message(of: error).replacing("\(request.source.file.path): ", with: "")
            return PictureView(image: request.image, facts: nil, failure: reason)
        }
    }

    private mutating func view(
        of picture: Picture, _ request: PictureRequest, _ painter: PicturePainter, _ facts: PictureFacts
    ) -> PictureView {
        guard request.style.hasPixels else {
            return PictureView(
                image: request.image, cells: painter.draw(picture, within: request.size), facts: facts)
        }
        nextID += 1
        return PictureView(
            image: request.image, pixels: painter.pixels(of: picture, within: request.size, id: nextID), facts: facts)
    }

    private mutating func decode(_ source: ImageSource) throws -> Picture {
        if let picture = decoded[source] { return picture }
        let picture = try source.picture().upright
        decoded.insert(picture, for: source, cost: picture.rgba.count)
        return picture
    }
}

extension PictureView {
    /// About what it takes in memory.
    fileprivate var bytes: Int {
        (cells?.cells.count ?? 0) * MemoryLayout<PictureCells.Cell>.stride + (pixels?.bytes.count ?? 0)
    }
}
