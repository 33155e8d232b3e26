/// Members of tar archives that went into no sample, and why.
struct DroppedMembers {
    struct Group {
        private(set) var count = 0
        private(set) var first = ""

        mutating func add(_ name: [UInt8]) {
            if count == 0 { first = FilePath(bytes: name).text }
            count += 1
        }
    }

    /// Say again what their sample has: the first counts.
    var repeated = Group()
    /// What stands behind the first dot of their names is no field.
    var dotted = Group()
    /// Fields of a sample that has no image beside them.
    var imageless = Group()
    /// Without a dot in their names.
    var nameless = Group()

    /// A line each.
    func warnings(of dataset: String) -> [String] {
        func line(_ group: Group, _ one: String, _ many: String) -> String? {
            group.count == 0 ? nil : "\(dataset): \(group.count) \(group.count == 1 ? one : many) (\(group.first))"
        }
        return [
            line(
                repeated, "member repeats what its sample has and is left out: the first counts",
                "members repeat what their samples have and are left out: the first counts"),
            line(
                dotted,
                "member is left out: a sample's key ends at the first dot of the name, and the rest is no field",
                "members are left out: a sample's key ends at the first dot of the name, and the rest is no field"),
            line(
                imageless, "sample has no image and is left out: the members of a sample must stand side by side",
                "samples have no image and are left out: the members of a sample must stand side by side"),
            line(
                nameless, "member is left out: its name has no dot, so that it is of no sample",
                "members are left out: their names have no dot, so that they are of no sample"),
        ].compactMap { $0 }
    }
}
