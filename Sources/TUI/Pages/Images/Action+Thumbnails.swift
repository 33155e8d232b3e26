extension Action {
    static let ofThumbnails: [Action] = [
        Action(
            "grid.toggle", [.char("T")], "grid", "Show the images as thumbnails, or as a list again", in: panes,
            hint: 12, does: { $0.toggleGrid() }
        ).onImages,
        Action(
            "grid.previous", [.left], "previous image", "Go to the image before", in: [.images, ZoomPopup.context],
            unavailable: noImages, does: { $0.select(row: ($0.browse.selectedRow ?? 0) - 1) }
        ).unlisted.onImages,
        Action(
            "grid.next", [.right], "next image", "Go to the image after", in: [.images, ZoomPopup.context],
            unavailable: noImages, does: { $0.select(row: ($0.browse.selectedRow ?? 0) + 1) }
        ).unlisted.onImages,
    ]

    private static let noImages: @Sendable (State) -> String? = {
        $0.browse.rows.isEmpty ? "no image is listed" : nil
    }
}
