import Foundation
import Model

/// Pictures, decoded and painted, the last of both kept.
struct PictureStudio {
    /// What decides how a picture is painted.
    private struct Key: Hashable {
        let source: ImageSource
        let size: Size
        let style: PictureStyle
        let theme: String
    }

    private let themes: [String: Theme]
    private let colours: ColourDepth
    private var views: RecentlyUsed<Key, PictureView>
    private var decoded: RecentlyUsed<ImageSource, Picture>

    init(themes: [Theme], colours: ColourDepth) {
        self.themes = Dictionary(themes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        self.colours = colours
        // Cells of some twenty pictures on a large terminal; bytes of pixels.
        views = RecentlyUsed(limit: 200_000)
        decoded = RecentlyUsed(limit: 96 << 20)
    }

    mutating func view(of request: PictureRequest) -> PictureView {
        let key = Key(source: request.source, size: request.size, style: request.style, theme: request.theme)
        if let view = views[key] { return view }
        do {
            let picture = try decode(request.source)
            let theme = themes[request.theme] ?? .plain
            let painter = PicturePainter(
                style: request.style, colours: theme.isMonochrome ? .none : colours, ground: theme.ground)
            let view = PictureView(
                image: request.image, cells: painter.draw(picture, within: request.size),
                facts: PictureFacts(
                    width: picture.width, height: picture.height, format: picture.format,
                    bytes: request.source.byteCount))
            views.insert(view, for: key, cost: request.size.columns * request.size.rows)
            return view
        } catch {
            // The path stands above the picture already.
            let reason = message(of: error).replacing("\(request.source.file.path): ", with: "")
            return PictureView(image: request.image, cells: nil, facts: nil, failure: reason)
        }
    }

    private mutating func decode(_ source: ImageSource) throws -> Picture {
        if let picture = decoded[source] { return picture }
        let picture = try source.picture().upright
        decoded.insert(picture, for: source, cost: picture.rgba.count)
        return picture
    }
}
