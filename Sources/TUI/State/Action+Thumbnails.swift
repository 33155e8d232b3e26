extension ThumbnailGrid {
    package enum Command: String, CaseIterable, Sendable {
        case toggle, previous, next
    }
}

extension Action {
    static let ofThumbnails: [Action] = [
        Action(
            .grid(.toggle), [.char("T")], "grid", "Show the images as thumbnails, or as a list again", in: panes,
            hint: 12),
        Action(
            .grid(.previous), [.left], "previous image", "Go to the image before", in: [.images, .zoom],
            unavailable: noImages),
        Action(
            .grid(.next), [.right], "next image", "Go to the image after", in: [.images, .zoom],
            unavailable: noImages),
    ]

    private static let noImages: @Sendable (State) -> String? = {
        $0.browse.rows.isEmpty ? "no image is listed" : nil
    }
}
