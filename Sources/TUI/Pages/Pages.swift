/// The list of pages: a page has its line here, and nobody else names it.
extension Page {
    var content: any PageContent.Type {
        switch self {
        case .images: ImagesPage.self
        case .prompts: PromptsPage.self
        case .classes: ClassesPage.self
        case .confusion: ConfusionPage.self
        case .compare: ComparePage.self
        case .calibration: CalibrationPage.self
        case .leaderboard: LeaderboardPage.self
        case .learn: LearnPage.self
        }
    }
}

extension Context {
    /// Of the pages and the prompts below them: where no popup is open and no text is typed.
    static let pages = Set(Page.allCases.map { $0.content.context }).union([.prompts, .classNames])
    /// Of the pages that have the prompts below them.
    static let besidePrompts = Set(
        Page.allCases.filter { $0.content.showsPrompts }.map { $0.content.context })
}
