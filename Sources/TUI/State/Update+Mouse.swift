extension State {
    mutating func handle(_ mouse: Mouse) -> [Work] {
        guard MainLayout.fits(size) else { return [] }
        switch mouse.kind {
        case .wheelUp: scroll(mouse, by: -3)
        case .wheelDown: scroll(mouse, by: 3)
        case .press, .doublePress:
            message = nil
            if popup == nil, let rule = rule(at: mouse) {
                dragged = rule
                return []
            }
            return press(mouse)
        case .drag:
            if let dragged { drag(dragged, to: mouse) }
        case .release: dragged = nil
        }
        return []
    }

    private mutating func press(_ mouse: Mouse) -> [Work] {
        if mouse.y == layout.hints.y {
            return HintsLine.action(at: mouse.x, self).map { attempt($0) } ?? []
        }
        if popup != nil { return pressPopup(mouse) }
        if mouse.y == layout.header.y {
            if promptEditor.edit == nil, let page = Header.page(at: mouse.x, self) { show(page) }
            return []
        }
        let isEditing = promptEditor.edit != nil
        if layout.prompts.contains(x: mouse.x, y: mouse.y) {
            pressTemplate(mouse, isEditing: isEditing)
        } else if layout.page.contains(x: mouse.x, y: mouse.y), !isEditing {
            return page.content.press(mouse, &self)
        }
        return []
    }

    private mutating func pressTemplate(_ mouse: Mouse, isEditing: Bool) {
        let index = promptEditor.top + mouse.y - layout.prompts.y
        guard promptEditor.set.entries.indices.contains(index) else { return }
        let column = mouse.x - layout.prompts.x - PromptsPane.textColumn
        if isEditing {
            if index == promptEditor.edit?.index { change { $0.move(to: max(0, column)) } }
            return
        }
        let wasSelected = focus == .prompts && promptEditor.cursor == index
        focus = .prompts
        selectTemplate(index)
        if column < 0 {
            toggle(index)
        } else if wasSelected {
            beginEdit()
            change { $0.move(to: column) }
        }
    }

    private mutating func pressPopup(_ mouse: Mouse) -> [Work] {
        guard let open = popup, open.list != nil else {
            if let popup, Swift.type(of: popup).closesOnClick { self.popup = nil }
            return []
        }
        let (box, list) = open.place(self)
        guard box.contains(x: mouse.x, y: mouse.y) else {
            return open.cancel(&self)
        }
        guard list.contains(x: mouse.x, y: mouse.y) else { return [] }
        var wasSelected = false
        changeList { chooser, count, height in
            let row = chooser.top + mouse.y - list.y
            wasSelected = row == chooser.cursor
            if row < count { chooser.move(to: row, count: count, height: height) }
        }
        return wasSelected ? accept() : []
    }

    /// The wheel moves the view and leaves the selection.
    private mutating func scroll(_ mouse: Mouse, by step: Int) {
        if let popup {
            popup.scroll(by: step, &self)
        } else if page.content.showsPrompts, mouse.y >= layout.prompts.y - 1 {
            let overflow = promptEditor.set.entries.count - layout.prompts.height
            promptEditor.top = max(0, min(promptEditor.top + step, overflow))
        } else {
            page.content.scroll(by: step, &self)
        }
    }
}
