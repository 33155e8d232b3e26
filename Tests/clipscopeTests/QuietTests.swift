import Foundation
import Testing

@Suite struct QuietTests {
    let program: Program

    init() throws { program = try Program() }

    @Test func quietTellsNoProgressOnATerminal() throws {
        try program.copyFarm()
        let line = ["eval", "--dataset", program.folder.path + "/farm", "--no-cache", "--threads", "1"]
        let told = try PseudoTerminal(program, line, answers: [])
        #expect(told.end() == 0)
        #expect(told.text.contains("encoding images"))
        let quiet = try PseudoTerminal(program, line + ["--quiet"], answers: [])
        #expect(quiet.end() == 0)
        #expect(quiet.text.contains("dataset  farm") && !quiet.text.contains("encoding images"))
        #expect(!quiet.text.contains("\u{1B}[K"))
    }

    @Test func quietLeavesHintsOutAndKeepsWarningsAndErrors() throws {
        let classes = [
            "AnnualCrop", "Forest", "HerbaceousVegetation", "Highway", "Industrial", "Pasture", "PermanentCrop",
            "Residential", "River", "SeaLake",
        ]
        for name in classes { try program.copyPhotos(["tiles/\(name)/1.jpg": "animals/cat.jpg"]) }
        try program.write("tiles/River/2.jpg", "no picture")
        let told = try program("eval", "--dataset", "tiles").lines
        let quiet = try program("eval", "--dataset", "tiles", "--quiet").lines
        let isHint = { (line: String) in line.contains("looks like EuroSAT") || line.contains("embedded model") }
        #expect(told.count { $0.contains("looks like EuroSAT") } == 1)
        #expect(quiet == told.filter { !isHint($0) } && quiet.contains { $0.contains("2.jpg") })
        let refused = try program("eval", "--dataset", "nowhere", "--quiet")
        #expect(refused.status == 1 && refused.messages.contains("nowhere"))
    }

    /// Every command that reads images or fetches files takes it.
    @Test func commandsWithProgressTakeQuiet() throws {
        let commands = [
            "eval", "compare", "leaderboard", "confusion", "calibrate", "select", "probe", "fewshot", "compact",
            "train",
            "retrieve", "explain", "report", "weights", "lint", "classify", "search", "embed", "pull", "bench",
        ]
        for command in commands {
            #expect(try program(command, "--help").output.contains("--quiet"), "\(command)")
        }
    }
}
