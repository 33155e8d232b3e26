extension Dataset.LabelColumn {
    /// The same images among the classes that a set offers: an image whose class is hidden has no label.
    package func offered(by set: PromptSet) -> Self {
        let choice = ClassChoice(classes, set)
        guard choice.offered.count != classes.count || choice.classes.count != classes.count else { return self }
        return Self(name: name, classes: choice.names, labels: choice.rows(of: labels))
    }
}
