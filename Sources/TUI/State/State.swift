import Model

/// Everything the screen shows, as a value. Screens read it, `update` alone changes it.
package struct State: Sendable {
    /// The page, or the prompts below it.
    package enum Pane: Sendable { case page, prompts }

    /// What page 1 goes back to with Esc.
    package struct Origin: Equatable, Sendable {
        package let page: Page
        package let filter: Browse.Filter
    }

    package struct Message: Equatable, Sendable {
        package let text: String
        package let role: Role
    }

    package var size: Size
    package var themes: [String]
    package var theme: String
    package var pictureStyle: PictureStyle
    package var pictureMeans = PictureMeans.characters
    /// By the user; else it is the best that the terminal has.
    var isPictureStyleChosen = false
    package var datasetName: String
    package var modelName: String
    package var isModelReady = false
    /// Of the model's weights.
    var fingerprint: String?

    package var dataset: Dataset?
    /// While the dataset is being read and that takes long: how many of its images were found.
    package var imagesFound: Int?
    /// Index into the dataset's label columns.
    package var labelColumnIndex = 0
    package var choices: [PromptChoice] = []
    /// Of one saved set, while the chooser lists them.
    package var versions: [PromptChoice] = []
    package var models: [ModelCatalogue.Entry] = []
    /// The recorded evaluations, the newest first.
    package var runs: [History.RecordedRun] = []
    /// Nil before the first are known.
    package var embeddings: EmbeddingTable?
    package var embedding: EmbeddingProgress?
    /// Why these images have no embedding and never will.
    package var unreadable: [Int: String] = [:]

    package var page = Page.images
    /// What was looked for last among the lines of a page.
    var found = ""
    package var focus = Pane.page
    package var browse = Browse()
    package var remarks = Remarks()
    package var similarity = Similarity()
    package var explanation = Explanation()
    var nameRanks = Inquiry<NameOrder.Question, [Int32]>()
    package var grid = ThumbnailGrid()
    /// Where the images listed were asked for.
    package var origin: Origin?
    package var classTable = ClassTable()
    package var promptTable = PromptTable()
    package var confusionMap = ConfusionMap()
    package var comparison = SetComparison()
    package var calibration = Calibration()
    package var leaderboard = LeaderboardTable()
    package var learnTable = LearnTable()
    package var promptEditor: PromptEditor
    package var scores = Scores()
    package var picture: PictureView?
    package var popup: (any Popup)?
    package var paneSizes = PaneSizes()
    /// The rule that the mouse holds.
    var dragged: PaneSizes.Rule?
    package var editLog = EditLog()
    /// The prompts are kept without being saved: what is changed in them is not lost by leaving.
    package var keepsSession = false
    /// Some marks and notes could not be kept.
    var hasLostRemarks = false
    /// What was opened or saved last, and what is being saved.
    var saved: PromptSet?
    var saving: PromptSet?
    package var message: Message?
    /// While a page is being written to a file.
    package var export: ExportProgress?
    /// Whether it was said what the embedded model is for, since the dataset was opened.
    var hasAdvised = false

    /// The newest requests, so that the same is not asked for twice.
    var requestedEvaluation: EvaluationRequest?
    var requestedPicture: PictureRequest?
    var requestedFirst: [Int] = []

    package init(
        size: Size, themes: [String], theme: String, pictureStyle: PictureStyle, datasetName: String, modelName: String
    ) {
        self.size = size
        self.themes = themes
        self.theme = theme
        self.pictureStyle = pictureStyle
        self.datasetName = datasetName
        self.modelName = modelName
        promptEditor = PromptEditor(set: PromptSet(name: "", entries: []))
    }
}

extension State {
    /// What tells this model from others: of its weights, else its name.
    var modelKey: String { fingerprint ?? modelName }

    package var labelColumn: Dataset.LabelColumn? {
        guard let dataset, dataset.labelColumns.indices.contains(labelColumnIndex) else { return nil }
        return dataset.labelColumns[labelColumnIndex]
    }

    package func trueLabel(of image: Int) -> Int? {
        labelColumn?.labels[image]
    }

    /// The classes that the numbers on the screen speak of: those of the label column, then the added ones.
    package var classes: [String] { evaluation?.request.choice?.classes ?? labelColumn?.classes ?? [] }

    package func className(_ index: Int?) -> String? {
        let classes = classes
        guard let index, classes.indices.contains(index) else { return nil }
        return classes[index]
    }

    /// The image's class cannot be chosen, so that the image is not counted.
    func isOfHiddenClass(_ image: Int) -> Bool {
        guard let label = trueLabel(of: image), let choice = evaluation?.request.choice else { return false }
        return !choice.offers(label)
    }

    /// The evaluation on the screen, if it speaks of the label column on the screen.
    var evaluation: Evaluation? {
        scores.current.flatMap { $0.request.labelColumn?.name == labelColumn?.name ? $0 : nil }
    }

    /// One for each image; nil before there is an answer, and where there is nothing to choose among.
    var outcomes: Outcomes? { evaluation?.outcomes }

    package func outcome(of image: Int) -> Outcome? { outcomes?[image] }

    /// False where there are five classes or fewer: the true one is always among the first five of them.
    var hasTopFive: Bool { (evaluation?.request.choice?.offered.count ?? 6) > 5 }

    package var wrongCount: Int {
        evaluation?.metrics.map { $0.images - $0.right } ?? 0
    }

    package var layout: MainLayout {
        MainLayout(
            size, templates: promptEditor.set.entries.count, showsPrompts: page.content.showsPrompts,
            foldsPrompts: page.content.foldsPrompts && focus == .page && promptEditor.edit == nil,
            hasGrid: grid.isShown, paneSizes: paneSizes)
    }

    /// What leaving now would lose.
    package var losses: [String] {
        let set = promptEditor.set
        let known = [saved].compactMap { $0 } + choices.map(\.set)
        let isKept = keepsSession || dataset == nil || known.contains { $0.reads(like: set) }
        return (isKept ? [] : ["The prompts were changed and not saved."])
            + (hasLostRemarks ? ["Some marks and notes could not be kept."] : [])
    }
}

/// How a dataset is left, and found again.
extension State {
    /// What the next start goes on with; nil before the dataset is open. Model and theme are not in it.
    var session: History.Session? {
        guard let dataset else { return nil }
        let own = PromptChoice.own(of: dataset, files: [])[0].set
        return History.Session(
            dataset: dataset.folder, labelColumn: labelColumn?.name,
            prompts: promptEditor.set == own ? nil : promptEditor.set,
            filter: browse.filter.described(classes: classes), order: (browse.search?.order ?? browse.order).rawValue,
            selected: browse.selected.map { dataset.images[$0].path })
    }

    /// Sets labels, filter, order and image as they were left, as far as they are still there.
    mutating func restore(_ session: History.Session) {
        guard let dataset else { return }
        if let index = dataset.labelColumns.firstIndex(where: { $0.name == session.labelColumn }) {
            labelColumnIndex = index
        }
        let classes = labelColumn.map { ClassChoice($0.classes, promptEditor.set).classes }
        browse.filter = Browse.Filter(session.filter, classes: classes ?? [])
        if let order = session.order.flatMap(Browse.Order.init(rawValue:)), orders.contains(order) {
            browse.order = order
        }
        browse.begin(at: session.selected.flatMap { path in dataset.images.firstIndex { $0.path == path } })
    }

    /// The evaluation on the screen, once it rests on all templates and all images and nothing is being typed.
    var finishedEvaluation: Evaluation? {
        guard promptEditor.edit == nil, let progress = embedding, progress.isFinished, let current = scores.current,
            current.request.generation == scores.generation, current.hasAllTemplates, current.images == progress.done
        else { return nil }
        return current
    }
}

/// One rule for what classes are called: a set that says nothing of classes goes with the dataset's own set, unless the
/// classes were edited here. So does the command line, where nothing is edited.
extension State {
    /// The set as it becomes the one under work, or the one to compare with.
    func completed(_ set: PromptSet) -> PromptSet {
        var set = set
        if set.saysNothingOfClasses, areClassesEdited(by: promptEditor.set) { set.takeClasses(of: promptEditor.set) }
        guard let dataset else { return set }
        return dataset.completed(set).keepingSentences(of: dataset.knownClasses())
    }

    /// What a set says of classes is nothing that the dataset or a set at hand says.
    private func areClassesEdited(by set: PromptSet) -> Bool {
        guard !set.saysNothingOfClasses, let dataset else { return false }
        return !([dataset.prompts, saved].compactMap { $0 } + choices.map(\.set)).contains {
            set.treatsClasses(like: $0.completed(by: dataset.prompts))
        }
    }

    /// Where the names come from that the prompts say for the classes on the screen; nil without labels.
    package var namesOrigin: NamesOrigin? {
        labelColumn == nil ? nil : namesOrigin(of: promptEditor.set)
    }

    func namesOrigin(of set: PromptSet) -> NamesOrigin {
        let origin = NamesOrigin(of: set, classes: classes, own: dataset?.prompts)
        return origin == .prompts && areClassesEdited(by: set) ? .edited : origin
    }

    /// Why a set cannot be taken for this dataset; nil where it can.
    func fault(of set: PromptSet, source: String? = nil) -> String? {
        do {
            try dataset?.check(set, source: source ?? set.name)
            return nil
        } catch {
            return Model.message(of: error)
        }
    }
}
