import Foundation
import Testing

@testable import Model

@Suite struct HomeTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test func theFirstFolderAboveTheProgramThatHoldsTheModelIsHome() throws {
        try folder.write("sample-data/model/weights")
        let program = try folder.write(".build/debug/clipscope")
        let home = try Home(environment: [:], executable: program)
        #expect(home.model.path == folder.file("sample-data/model").path)
    }

    @Test(arguments: ["bin/clipscope", "opt/tool/bin/clipscope"])
    func anInstalledProgramFindsItsFilesBesideItsFolder(_ path: String) throws {
        let program = try folder.write(path)
        let prefix = program.deletingLastPathComponent().deletingLastPathComponent()
        try folder.write(String(path.dropLast("bin/clipscope".count)) + "share/clipscope/sample-data/model/weights")
        let home = try Home(environment: [:], executable: program)
        #expect(home.folder.path == prefix.appending(path: "share/clipscope").path)
    }

    @Test func elseTheFilesLieWhereTheSystemKeepsThoseOfPackages() throws {
        try folder.write("data/clipscope/sample-data/model/weights")
        let found = try Home(
            environment: ["XDG_DATA_DIRS": "/nowhere:\(folder.file("data").path)"],
            executable: URL(filePath: "/proc/1/clipscope"))
        #expect(found.folder.path == folder.file("data/clipscope").path)
        let failure = #expect(throws: Home.Failure.self) {
            try Home(environment: ["XDG_DATA_DIRS": "/nowhere:/no"], executable: URL(filePath: "/proc/1/clipscope"))
        }
        #expect(failure?.description.contains("/nowhere/clipscope or /no/clipscope") == true)
    }

    @Test func theVariableGoesFirstAndMustLeadSomewhere() throws {
        let program = folder.file("bin/clipscope")
        #expect(
            try Home(environment: ["CLIPSCOPE_HOME": folder.url.path], executable: program).folder.path
                == folder.url.path)
        #expect(throws: Home.Failure.variableLeadsNowhere("/nowhere")) {
            try Home(environment: ["CLIPSCOPE_HOME": "/nowhere"], executable: program)
        }
    }

    @Test func aDatasetIsAPathOrASample() throws {
        try folder.write("sample-data/photos/labels.csv")
        try folder.write("here/photos/a.png")
        let home = Home(folder: folder.url)
        let elsewhere = folder.file("sample-data")
        #expect(home.dataset(named: "sample", in: elsewhere).path == home.photos.path)
        #expect(home.dataset(named: "photos", in: folder.url).path == home.photos.path)
        #expect(home.dataset(named: "photos", in: folder.file("here")).path == folder.file("here/photos").path)
        #expect(home.dataset(named: "other", in: folder.url).path == folder.file("other").path)
    }

    @Test func aPackagedDatasetIsFoundByItsNameOrSaidToBeMissing() throws {
        let data = folder.file("share")
        let home = Home(folder: folder.url, dataDirectories: [folder.file("local"), data])
        let place = home.dataset(named: "fashion-mnist", in: folder.url)
        #expect(place.path == folder.file("share/datasets/fashion-mnist").path)
        let error = #expect(throws: DatasetError.self) { try Dataset(contentsOf: place) }
        #expect(
            error?.description == "fashion-mnist is not installed; it comes with the Debian package"
                + " dataset-fashion-mnist: apt install dataset-fashion-mnist")
        try folder.write("share/datasets/other/a.png")
        #expect(home.dataset(named: "other", in: folder.url).path == folder.file("share/datasets/other").path)
        #expect(
            Home.dataDirectories(in: ["XDG_DATA_DIRS": "/opt/share:relative:/usr/share"]).map(\.path) == [
                "/opt/share", "/usr/share",
            ])
        #expect(Home.dataDirectories(in: [:]).map(\.path) == ["/usr/local/share", "/usr/share"])
    }

    @Test func directoriesFollowXDGWhereItIsAbsolute() {
        let given = Directories(environment: [
            "HOME": "/home/me", "XDG_CACHE_HOME": "/big", "XDG_STATE_HOME": "relative",
        ])
        #expect(given.cache.path == "/big/clipscope")
        #expect(given.configuration.path == "/home/me/.config/clipscope")
        #expect(given.state.path == "/home/me/.local/state/clipscope")
    }

    @Test(arguments: [
        ("plain – ünïcode 👩‍👩‍👧", "plain – ünïcode 👩‍👩‍👧"), ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("tab\tline\n", "tab\\tline\\n"),
        ("evil\u{202E}gnp.exe", "evil\\u{202E}gnp.exe"), ("\u{9B}31m", "\\u{009B}31m"),
    ])
    func controlCharactersAreShownEscaped(text: String, expected: String) {
        #expect(text.printable == expected)
    }
}
