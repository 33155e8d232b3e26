import Testing

@testable import Model

@Suite struct FolderLabelsTests {
    private func labels(_ paths: [String], isKnown: @escaping ([String]) -> Bool = { _ in false }) -> FolderLabels {
        FolderLabels(ByteStrings(paths.map { Array($0.utf8) }), isKnown: isKnown)
    }

    @Test(arguments: [
        (["training_set", "test_set"], true), (["seg_train", "seg_test"], true),
        (["seg_train", "seg_test", "seg_pred"], true),
        (["cars_train", "cars_test"], true), (["train_split", "val_split"], true), (["Train", "Valid"], true),
        (["bullet_train", "test_tube"], false), (["bullet_train", "steam_train"], false), (["train", "bus"], false),
        (["training_set"], true), (["cars_train"], true), (["bullet_train"], false), (["testament"], false),
        (["pred"], false), (["train", "test", "unlabeled"], true),
    ])
    func partsAreToldFromClasses(folders: [String], areSplits: Bool) {
        #expect(SplitName.areSplits(folders) == areSplits)
    }

    @Test func theFoldersOfAKnownDataSetAreTheClassesAtAnyDepth() {
        let classes = ["AnnualCrop", "Forest", "Highway", "Pasture", "River", "SeaLake"]
        let paths = classes.map { "deep/2750/\($0)/1.jpg" } + ["preview/1.jpg", "scenes/2.jpg"]
        let found = labels(paths, isKnown: { Set($0) == Set(classes) })
        #expect(found.classes.present == Set(classes))
        #expect(found.classes.known == 6)
        #expect(labels(paths).classes.present == ["deep", "preview", "scenes"])
    }

    @Test(arguments: [
        (["images/1.jpg", "images/2.jpg"], [nil, nil]), (["cat/1.jpg", "cat/2.jpg"], ["cat", "cat"]),
        (["pets/pets/1.jpg", "pets/pets/2.jpg"], [nil, nil]),
        (["mask/1.jpg", "no mask/2.jpg"], ["mask", "no mask"]), (["a/1.jpg", "b/2.jpg"], ["a", "b"]),
        (["cat/front/1.jpg", "cat/side/2.jpg", "dog/3.jpg"], ["cat", "cat", "dog"]),
        (["train/cat/images/1.jpg", "train/dog/images/1.jpg", "val/images/1.jpg"], ["cat", "dog", nil]),
    ])
    func aFolderThatSaysNothingIsNoClass(paths: [String], classes: [String?]) {
        let found = labels(paths)
        #expect((0..<paths.count).map { found.classes[$0] } == classes)
    }
}
