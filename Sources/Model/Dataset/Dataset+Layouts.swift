extension Dataset {
    /// In the order in which they are tried: what says most about itself first. Folders of images come behind them.
    static var layouts: [any DatasetLayout.Type] {
        [
            LabelTable.self, OxfordPets.self, MNISTFiles.self, CIFARBatches.self, CIFARPickles.self, STL10Files.self,
            ArrayFile.self, MATArrays.self, TarShards.self,
            ColumnShards.self, ArchiveFolders.self,
        ]
    }
}
