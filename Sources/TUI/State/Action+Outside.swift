import Foundation
import Model

/// What leaves the explorer: to the terminal's clipboard, and to the desktop.
extension Action {
    static let outside: [Action] = [
        Action(
            "copy", [.char("Y")], "copy path", "Copy the image's path to the clipboard, over ssh and in tmux too",
            in: [.images, ZoomPopup.context], unavailable: noImage,
            begins: { $0.copy($0.selectedSource?.file.path) }),
        Action(
            "copy", [.char("Y")], "copy", "Copy the template to the clipboard, over ssh and in tmux too",
            in: [.prompts, .promptTable],
            unavailable: { $0.promptEditor.current == nil ? "there is no template" : nil },
            begins: { $0.copy($0.promptEditor.current?.template.text) }),
        Action(
            "images.view", [.char("V")], "view",
            "Open the picture in the desktop's viewer: $CLIPSCOPE_OPEN, else xdg-open",
            in: [.images, ZoomPopup.context],
            unavailable: { state in
                if let reason = noImage(state) { return reason }
                guard case .file = state.selectedSource else { return "the image lies in an archive" }
                return nil
            },
            begins: { $0.selectedSource.map { [.view($0.file)] } ?? [] }),
        Action(
            "export", [.char("X")], "export",
            "Write what the page lists to a file: .csv, .json or .md; again to stop one that is being written",
            in: Context.pages, unavailable: { $0.notExportable }, begins: { $0.openExport() }),
    ]
}

extension State {
    fileprivate var selectedSource: ImageSource? {
        guard let dataset, let image = browse.selected else { return nil }
        return dataset.images[image].source
    }

    fileprivate mutating func copy(_ text: String?) -> [Work] {
        guard let text else { return [] }
        message = Message(text: "copied \(text)", role: .strong)
        return [.copy(text)]
    }
}
