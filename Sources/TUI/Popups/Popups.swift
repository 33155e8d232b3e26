extension Context: CaseIterable {
    /// In the order of help.
    package static let allCases: [Context] = [
        images, prompts, editing,
        FilterPopup.context, RangePopup.context, SearchPopup.context, OrdersPopup.context, NotePopup.context,
        classTable,
        promptTable, classNames, TrialPopup.context, TemplateFilterPopup.context,
        confusion, comparison, calibration,
        ReferencesPopup.context, FilePopup.context, ClassesPopup.context, PromptSetsPopup.context, ModelsPopup.context,
        PalettePopup.context, SavePopup.context, EditsPopup.context, ZoomPopup.context, LeavePopup.context,
        PastePopup.context, HelpPopup.context,
    ]
}
