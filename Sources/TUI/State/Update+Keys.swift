import Model

extension State {
    /// Who gets the keys.
    package var context: Context {
        if let popup { return Swift.type(of: popup).context }
        return promptEditor.edit == nil ? pageContext : .editing
    }

    /// Under the popups.
    package var pageContext: Context {
        if page == .prompts, promptTable.side == .classNames { return .classNames }
        return focus == .prompts && page.content.showsPrompts ? .prompts : page.content.context
    }

    mutating func press(_ key: Key) -> [Work] {
        if let action = Action.action(for: key, in: context) { return attempt(action) }
        guard context.takesText else {
            message = Message(text: "\(key.name) does nothing here; ? lists the keys", role: .quiet)
            return []
        }
        if let command = LineEditor.command(for: key) {
            change { $0.perform(command) }
        } else if case .char(let character) = key {
            type(String(character))
        }
        return []
    }

    /// Performs an action, or says why not.
    mutating func attempt(_ action: Action) -> [Work] {
        if let reason = action.unavailable(self) {
            message = Message(text: "\(action.title): \(reason)", role: .warning)
            return []
        }
        if action.leadsToImages, page != .images { show(.images) }
        return action.perform(&self)
    }

    var pageHeight: Int {
        if let popup, !Swift.type(of: popup).coversPanes { return max(1, chooserHeight - 1) }
        return max(1, (context == .prompts ? layout.prompts.height : page.content.height(self)) - 1)
    }

    mutating func move(by step: Int) {
        if let popup {
            popup.move(by: step, &self)
        } else if focus == .page {
            page.content.move(by: step, &self)
        } else {
            selectTemplate(promptEditor.cursor + step)
        }
    }

    mutating func switchPane() {
        guard page != .prompts else { return promptTable.switchSide() }
        focus = focus == .page ? .prompts : .page
        fitPanes()
    }

}
