import Foundation
import Model

/// Pictures, decoded and painted, the last of both kept.
struct PictureStudio {
    /// What decides how a picture is painted.
    private struct Key: Hashable {
        let file: URL
        let size: Size
        let style: PictureStyle
        let theme: String
    }

    private let themes: [String: Theme]
    private let colours: ColourDepth
    private var views: RecentlyUsed<Key, PictureView>
    private var decoded: RecentlyUsed<URL, Picture>

    init(themes: [Theme], colours: ColourDepth) {
        self.themes = Dictionary(themes.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        self.colours = colours
        // Cells of some twenty pictures on a large terminal; bytes of pixels.
        views = RecentlyUsed(limit: 200_000)
        decoded = RecentlyUsed(limit: 96 << 20)
    }

    mutating func view(of request: PictureRequest) -> PictureView {
        let key = Key(file: request.file, size: request.size, style: request.style, theme: request.theme)
        if let view = views[key] { return view }
        do {
            let picture = try decode(request.file)
            let theme = themes[request.theme] ?? .plain
            let painter = PicturePainter(
                style: request.style, colours: theme.isMonochrome ? .none : colours, ground: theme.ground)
            let attributes = try FileManager.default.attributesOfItem(atPath: request.file.path)
            let view = PictureView(
                image: request.image, cells: painter.draw(picture, within: request.size),
                facts: PictureFacts(
                    width: picture.width, height: picture.height, format: picture.format,
                    bytes: (attributes[.size] as? NSNumber)?.intValue))
            views.insert(view, for: key, cost: request.size.columns * request.size.rows)
            return view
        } catch {
            // The path stands above the picture already.
            let reason = message(of: error).replacing("\(request.file.path): ", with: "")
            return PictureView(image: request.image, cells: nil, facts: nil, failure: reason)
        }
    }

    private mutating func decode(_ file: URL) throws -> Picture {
        if let picture = decoded[file] { return picture }
        let picture = try Picture(contentsOf: file).upright
        decoded.insert(picture, for: file, cost: picture.rgba.count)
        return picture
    }
}
