extension State {
    mutating func resize(_ step: PaneSizes.Step) {
        let layout = layout
        switch step {
        case .morePrompts: resizePrompts(to: layout.prompts.height + 1)
        case .fewerPrompts: resizePrompts(to: layout.prompts.height - 1)
        case .widerImages where grid.isShown: resizeProbabilities(to: layout.probabilities.width - 2)
        case .narrowerImages where grid.isShown: resizeProbabilities(to: layout.probabilities.width + 2)
        case .widerImages: resizeImages(to: layout.images.width + 2)
        case .narrowerImages:
            // From where the picture gave way, it comes back.
            let isAlone = layout.picture == nil && layout.hasRoomForPicture
            resizeImages(to: layout.images.width - (isAlone ? MainLayout.leastPicture + 1 : 2))
        case .widerProbabilities: resizeProbabilities(to: layout.probabilities.width + 2)
        case .narrowerProbabilities: resizeProbabilities(to: layout.probabilities.width - 2)
        case .reset: paneSizes = PaneSizes()
        }
        keepInSight()
    }

    /// The rule that a press there takes hold of.
    func rule(at mouse: Mouse) -> PaneSizes.Rule? {
        let layout = layout
        if page.content.showsPrompts, mouse.y == layout.prompts.y - 1 { return .prompts }
        guard page == .images, mouse.y >= layout.page.y, mouse.y < layout.page.maxY else { return nil }
        if mouse.x == layout.images.maxX { return layout.hasRoomForPicture && !grid.isShown ? .images : .probabilities }
        return mouse.x == layout.probabilities.x - 1 ? .probabilities : nil
    }

    mutating func drag(_ rule: PaneSizes.Rule, to mouse: Mouse) {
        switch rule {
        case .images: resizeImages(to: mouse.x)
        case .probabilities: resizeProbabilities(to: size.columns - mouse.x - 1)
        case .prompts: resizePrompts(to: layout.hints.y - mouse.y - 1)
        }
        keepInSight()
    }

    private mutating func resizeImages(to columns: Int) {
        paneSizes.images = Double(columns) / Double(size.columns)
        paneSizes.images = Double(layout.images.width) / Double(size.columns)
    }

    private mutating func resizeProbabilities(to columns: Int) {
        paneSizes.probabilities = Double(columns) / Double(size.columns)
        paneSizes.probabilities = Double(layout.probabilities.width) / Double(size.columns)
    }

    private mutating func resizePrompts(to rows: Int) {
        paneSizes.prompts = Double(rows) / Double(size.rows)
        paneSizes.prompts = Double(layout.prompts.height) / Double(size.rows)
    }
}
