extension Context: CaseIterable {
    /// In the order of help.
    package static let allCases: [Context] =
        Page.images.content.contexts + [
            prompts, editing, FilterPopup.context, RangePopup.context, SearchPopup.context, OrdersPopup.context,
            NotePopup.context,
        ] + Page.allCases.dropFirst().flatMap { $0.content.contexts } + popups

    private static let popups: [Context] = [
        SelectionPopup.context, TemplateFilterPopup.context, FindPopup.context, LabelColumnsPopup.context,
        ThemesPopup.context,
        ReferencesPopup.context, FilePopup.context, ClassesPopup.context, PromptSetsPopup.context, ModelsPopup.context,
        DatasetsPopup.context,
        PalettePopup.context, SavePopup.context, ExportPopup.context, EditsPopup.context, ZoomPopup.context,
        ExplanationPopup.context,
        LeavePopup.context,
        PastePopup.context, HelpPopup.context,
    ]
}
