import Model

/// The one way the screen changes. Pure: what has to happen elsewhere comes back as work.
package func update(_ state: State, _ event: Event) -> (State, [Work]) {
    var next = state
    let work = next.apply(event)
    return (next, work)
}

extension State {
    package mutating func apply(_ event: Event) -> [Work] {
        var work = handle(event)
        if let request = newEvaluation() { work.append(.evaluate(request)) }
        if let request = newPicture() { work.append(.draw(request)) }
        if let request = newThumbnails() { work.append(.drawThumbnails(request)) }
        if let images = newPreference() { work.append(.prefer(images)) }
        work += page.content.newWork(&self)
        logEdit()
        return work
    }

    private mutating func handle(_ event: Event) -> [Work] {
        switch event {
        case .key(let key):
            message = nil
            return press(key)
        case .paste(let text):
            paste(text)
        case .mouse(let mouse):
            return handle(mouse)
        case .resize(let size):
            self.size = size
            keepInSight()
        case .opening(let images):
            imagesFound = images
        case .opened(let dataset, let choices, let prompts, let session):
            open(dataset, choices, prompts, session)
        case .choices(let choices):
            self.choices += choices
        case .modelReady(let name, let fingerprint):
            if name != modelName { forgetModel() }
            modelName = name
            self.fingerprint = fingerprint
            isModelReady = true
        case .models(let models):
            list(models)
        case .embeddings(let embeddings, let progress):
            // Of a model that was left.
            guard isModelReady else { break }
            self.embeddings = embeddings
            embedding = progress
        case .unreadable(let image, let reason):
            // Counted at the top and marked in the list; a message would hide how far the run is.
            unreadable[image] = reason
        case .evaluation(let evaluation):
            if scores.receive(evaluation), promptEditor.edit == nil { relist(pinning: true) }
            adviseOnModel()
        case .answered(let answered):
            answered.receive(&self)
        case .reference(let evaluation):
            comparison.receive(evaluation)
            if browse.filter.needsReference, promptEditor.edit == nil { relist(pinning: true) }
        case .runs(let runs):
            self.runs = runs
        case .completed(let path, let completion):
            receive(completion, of: path)
        case .read(let path, let content):
            take(content, from: path)
        case .notRead(let path, let reason):
            failReading(path, reason)
        case .remarks(let remarks):
            self.remarks = remarks
            relist(pinning: true)
        case .remarkFailed(let reason):
            hasLostRemarks = true
            message = Message(text: reason, role: .warning)
        case .computing(let generation):
            scores.takesLong(generation: generation)
        case .pictureMeans(let means):
            take(means)
        case .picture(let view):
            if view.image == browse.selected { picture = view }
        case .thumbnail(let view):
            grid.take(view)
        case .saved(let path, let lost):
            saved = saving ?? saved
            saving = nil
            message = Message(
                text: "saved \(path)" + (lost.map { "; \($0)" } ?? ""), role: lost == nil ? .strong : .warning)
        case .kept(let choice, let isNew):
            take(kept: choice, isNew: isNew)
        case .savedSets(let choices):
            offerSaved(choices)
        case .versions(let versions):
            list(versions: versions)
        case .exists(let name):
            popup = SavePopup(editor: LineEditor(name), existing: name)
        case .exporting(let rows, let total):
            export = ExportProgress(rows: rows, of: total)
        case .exported(let path, let rows, let lost):
            endExport(path, rows: rows, lost: lost)
        case .notExported(let reason):
            failExport(reason)
        case .sessionFailed(let reason):
            keepsSession = false
            message = Message(text: reason, role: .warning)
        case .failed(let reason):
            message = Message(text: reason, role: .warning)
        }
        return []
    }

    private mutating func open(
        _ dataset: Dataset, _ choices: [PromptChoice], _ prompts: PromptSet, _ session: History.Session?
    ) {
        self.dataset = dataset
        datasetName = dataset.title
        hasAdvised = false
        self.choices = choices
        embeddings = nil
        labelColumnIndex = 0
        promptEditor = PromptEditor(set: prompts)
        // What comes back unsaved is not saved by that.
        saved = session?.prompts == nil ? prompts : nil
        comparison.take(SetComparison.Reference(set: prompts, origin: "as opened"))
        if let session { restore(session) }
        relist(pinning: true)
    }

    /// The evaluation that the prompts and labels on the screen call for, unless it was asked for already.
    private mutating func newEvaluation() -> EvaluationRequest? {
        guard dataset != nil else { return nil }
        let prompts = promptEditor.set.effective
        if let last = requestedEvaluation, last.prompts.reads(like: prompts),
            last.labelColumn?.name == labelColumn?.name
        {
            return nil
        }
        let request = EvaluationRequest(generation: scores.next(), prompts: prompts, labelColumn: labelColumn)
        requestedEvaluation = request
        return request
    }

    private mutating func newPicture() -> PictureRequest? {
        guard MainLayout.fits(size), let selected = browse.selected, let dataset, let area = pictureArea else {
            return nil
        }
        let row = browse.selectedRow
        let neighbours = [1, -1, 2].compactMap { step -> Int? in
            guard let row, browse.rows.indices.contains(row + step) else { return nil }
            return browse.rows[row + step]
        }
        let request = PictureRequest(
            image: selected, source: dataset.images[selected].source, size: area.size, style: pictureStyle,
            cell: pictureMeans.cell, theme: theme,
            overlay: popup is ExplanationPopup ? explanation.overlay(on: selected) : nil,
            neighbours: neighbours.map { PictureRequest.Neighbour(image: $0, source: dataset.images[$0].source) })
        guard request != requestedPicture else { return nil }
        requestedPicture = request
        return request
    }

    /// While images are being embedded: those in sight, from the selected one on, unless that was asked for already.
    private mutating func newPreference() -> [Int]? {
        guard !(embedding?.isFinished ?? false), let row = browse.selectedRow else { return nil }
        let end = min(browse.rows.count, browse.top + imagesInSight.columns * imagesInSight.lines)
        let images = Array(browse.rows[row..<max(row, end)]) + browse.rows[min(browse.top, row)..<row]
        guard images != requestedFirst else { return nil }
        requestedFirst = images
        return images
    }

    /// Where the picture itself goes: the pane without the lines of facts.
    package var pictureArea: Rect? {
        popup?.pictureArea(layout) ?? layout.picture.flatMap(PicturePane.pictureArea(in:))
    }

    mutating func keepInSight() {
        if let row = browse.selectedRow { select(row: row) }
        selectTemplate(promptEditor.cursor)
    }
}

extension State {
    package var basis: EditLog.Basis { EditLog.Basis(model: modelName, labelColumn: labelColumn?.name ?? "") }

    /// Called after every event.
    mutating func logEdit() {
        guard dataset != nil, promptEditor.edit == nil else { return }
        editLog.note(promptEditor.set, what: promptEditor.past.last?.what ?? "as opened")
        guard let current = scores.current, current.request.generation == scores.generation, current.hasAllTemplates,
            current.request.labelColumn?.name == labelColumn?.name, let metrics = current.metrics
        else { return }
        editLog.rate(metrics.top1, images: current.images, on: basis)
    }
}

extension State {
    /// What the terminal turned out to have; the best of it is taken where nobody chose.
    mutating func take(_ means: PictureMeans) {
        pictureMeans = means
        if !isPictureStyleChosen { pictureStyle = means.styles.first ?? pictureStyle }
    }

    mutating func nextPictureStyle() {
        let styles = pictureMeans.styles
        let index = styles.firstIndex(of: pictureStyle).map { ($0 + 1) % styles.count } ?? 0
        pictureStyle = styles[index]
        isPictureStyleChosen = true
        message = Message(text: "pictures drawn with \(pictureStyle.title)", role: .quiet)
    }
}

/// What is open over the panes, whatever it is.
extension State {
    /// The field that is being typed into.
    package var editor: LineEditor? {
        if let popup { return popup.field }
        return promptEditor.edit?.editor
    }

    mutating func type(_ text: String) {
        change { $0.insert(text) }
    }

    /// Changes the field that is being typed into, and what follows from its text.
    mutating func change(_ body: (inout LineEditor) -> Void) {
        guard var editor else { return }
        body(&editor)
        guard var open = popup else { return changeEdit(editor) }
        open.field = editor
        popup = open
        open.follow(&self)
    }

    /// Moves within the list of a popup; `body` gets the list, the number of lines and the height.
    mutating func changeList(_ body: (inout ListChooser, Int, Int) -> Void) {
        guard var open = popup, var list = open.list else { return }
        body(&list, open.count(self), chooserHeight)
        open.list = list
        popup = open
    }

    package var chooserHeight: Int { layout.chooserRows }

    mutating func accept() -> [Work] {
        guard let open = popup else { return [] }
        return open.accept(&self)
    }

    mutating func cancel() -> [Work] {
        guard let open = popup else { return [] }
        return open.cancel(&self)
    }
}
