import Foundation
import Testing

/// What an older version wrote is at hand under this one; Upgrade/README.md says what that is.
@Suite struct UpgradeTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
        let archive = repository.appending(path: "Tests/clipscopeTests/Upgrade/6b27cde.tar.gz")
        try #require(try program.shell("tar -xzf '\(archive.path)'").status == 0)
    }

    @Test func historyOfAnOlderVersionKeepsItsFiguresAndNotes() throws {
        let listing = try program("history", "--json")
        let runs = try #require(try listing.json()["runs"] as? [[String: Any]])
        #expect(runs.map { $0["id"] as? Int } == [2, 1] && listing.messages.isEmpty)
        #expect(runs.map { $0["note"] as? String } == [nil, "before the upgrade"])
        #expect(runs[1]["ece"] as? Double == 0.028462111949920654 && runs[1]["top1"] as? Double == 1)
        #expect(try program("history", "show", "2").output.contains("\"a {label}\""))
    }

    @Test func savedSetsOfAnOlderVersionAreTakenAndSavedOn() throws {
        #expect(try program("history", "export", "animals", "old.toml").status == 0)
        #expect(try text("old.toml").contains("\"one {label}\""))
        #expect(try program("eval", "--prompts", "animals", "--json").json()["templates"] as? Int == 2)
        try program.write("animals.txt", "a {label}\n")
        #expect(try program("history", "save", "animals.txt").output == "animals@2\n")
        try program("history", "export", "animals@1", "again.toml")
        #expect(try text("again.toml") == text("old.toml"))
    }

    private func text(_ file: String) throws -> String {
        try String(contentsOf: program.folder.appending(path: file), encoding: .utf8)
    }

    @Test func marksOfImagesOfAnOlderVersionAreKept() throws {
        let listing = try program("history", "remarks", "--json").json()
        let remarks = try #require(listing["remarks"] as? [[String: Any]])
        #expect(remarks.map { $0["note"] as? String } == ["is this one a hawk?"])
        #expect(remarks.map { $0["mark"] as? String } == ["marked"])
    }

    /// The dataset is the one that config.toml names; the model is one that stays as it is.
    @Test func cacheAndConfigOfAnOlderVersionAreRead() throws {
        let model = repository.appending(path: "Tests/ModelTests/Goldens/towers/vit").path
        let result = try program("eval", "--model", model)
        #expect(result.status == 0 && result.messages.isEmpty)
        #expect(result.output.hasPrefix("dataset  zoo: 6 images, 3 classes"))
        #expect(result.output.contains("(6 of 6 cached)"))
    }
}
