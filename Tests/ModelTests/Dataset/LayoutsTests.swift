import Foundation
import Testing

@testable import Model

@Suite struct LayoutsTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private var known: KnownDatasetLibrary {
        KnownDatasetLibrary(
            folder: repository.appending(path: "sample-data/datasets"),
            templates: TemplateLibrary(folder: repository.appending(path: "sample-data/prompts")))
    }

    @Test(arguments: Layout.all) func aLayoutIsReadRightOrRefusedWithALineThatSaysWhatToDo(layout: Layout) throws {
        for image in layout.images { try folder.write("\(layout.folder)/\(image)") }
        for (path, text) in layout.texts { try folder.write("\(layout.folder)/\(path)", text) }
        for (path, data) in layout.files { try folder.write("\(layout.folder)/\(path)", data) }
        let place = folder.file(layout.folder)
        guard let classes = layout.classes else {
            let error = #expect(throws: DatasetError.self) { try Dataset(contentsOf: place, known: known) }
            let line = error?.description ?? ""
            #expect(line.hasPrefix(place.path + ": ") && !line.contains("\n"))
            #expect(line.contains(layout.says!), "\(line)")
            return
        }
        let dataset = try Dataset(contentsOf: place, known: known)
        let labels = try dataset.labelColumns.isEmpty ? [] : dataset.classes()
        let count = layout.found ?? layout.images.count
        #expect(dataset.images.count == count)
        #expect((dataset.labelColumns.first?.classes ?? []) == classes)
        #expect(labels.count { $0 != nil } == layout.labelled ?? (classes.isEmpty ? 0 : count), "\(labels)")
        #expect(dataset.splits == layout.splits)
        let said = dataset.warnings + dataset.notes + [dataset.leftOut.sentence].compactMap { $0 }
        if let says = layout.says {
            #expect(said.contains { $0.contains(says) }, "\(said)")
        } else {
            #expect(said.isEmpty)
        }
    }
}
