extension State {
    mutating func show(_ page: Page) {
        popup = nil
        origin = nil
        self.page = page
        focus = .page
        keepInSight()
    }

    /// Lists these images on page 1, or says that there is none.
    mutating func showImages(_ chosen: ChosenImages) {
        guard !chosen.images.isEmpty else {
            message = Message(text: "\(chosen.name): no image", role: .quiet)
            return
        }
        var filter = Browse.Filter()
        filter.chosen = chosen
        showImages(filter)
    }

    /// Lists exactly these images on page 1; Esc leads back to where they were asked for.
    mutating func showImages(_ filter: Browse.Filter) {
        let origin = Origin(page: page, filter: browse.filter)
        show(.images)
        if origin.page != .images { self.origin = origin }
        setFilter { $0 = filter }
        select(row: 0)
    }

    /// Esc: one level out.
    mutating func backOut() {
        if focus == .prompts, page.content.showsPrompts {
            focus = .page
            fitPanes()
        } else if !page.content.backOut(&self), page != .images {
            show(.images)
        }
    }

    /// Where templates are edited in place.
    mutating func focusPrompts() {
        if page == .prompts {
            promptTable.showTemplates()
            return
        }
        if !page.content.showsPrompts { show(.images) }
        focus = .prompts
        fitPanes()
    }

    /// After the prompts were opened or folded.
    mutating func fitPanes() {
        selectTemplate(promptEditor.cursor)
        page.content.fit(&self)
    }
}
