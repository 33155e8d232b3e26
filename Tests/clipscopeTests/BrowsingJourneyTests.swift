import Foundation
import Testing

@testable import Model

/// Finding images, and what one says of them, in the real program.
@Suite(.serialized) struct BrowsingJourneyTests {
    let program: Program
    let terminal: Tmux

    init() throws {
        program = try Program()
        try program.copyZoo()
        // A daffodil among the owls.
        try program.copyPhotos(["zoo/wild_bird/mislabelled.jpg": "plants/daffodil.jpg"])
        terminal = try Tmux(program)
    }

    @Test func aMarkAndANoteAreFoundAgain() throws {
        try terminal.openExplorer()
        try terminal.press("/")
        try terminal.type("owl !2")
        try terminal.press("Enter")
        try terminal.wait(for: "Images 1 of 7")
        try terminal.press("m", "o")
        try terminal.wait(for: "Note on the image")
        try terminal.type("an owl by day")
        try terminal.press("Enter")
        try terminal.wait(for: "◆ an owl by day")
        try terminal.press("0", "q")
        try terminal.waitForShell()
        try terminal.type("clear; ")
        try terminal.openExplorer("--fresh")
        try terminal.press("*")
        let found = try terminal.wait("the marked image") {
            Tmux.shows($0, "Images 1 of 7 · marked", "◆ an owl by day")
        }
        #expect(Tmux.shows(found, "wild_bird/owl.jpg"))
        try terminal.press("q")
        try terminal.waitForShell()
        let listed = try program("history", "remarks", "--dataset", "zoo").output
        #expect(listed.contains("wild_bird/owl.jpg  marked") && listed.contains("an owl by day"))
    }

    @Test func aSentenceShowsAFittingPhotoFirst() throws {
        try terminal.openExplorer()
        try terminal.press("I")
        try terminal.type("a photo of an owl")
        let found = try terminal.wait("an owl first") {
            $0.count > 3 && $0[3].hasPrefix("▸") && $0[3].contains("wild bird")
        }
        #expect(Tmux.shows(found, "find a photo of an owl"))
        try terminal.press("Enter", "L")
        try terminal.wait("more like it") { Tmux.shows($0, "like wild_bird/owl", "1.00") }
        try terminal.press("Escape")
        try terminal.wait("the list as it was") { Tmux.shows($0, "Images 7 ") && !Tmux.shows($0, "near ") }
        try terminal.press("q")
        try terminal.waitForShell()
    }

    @Test func whyAnImageIsClassifiedSoIsWhatTheCommandSays() throws {
        try terminal.openExplorer()
        try terminal.press("W")
        let screen = try terminal.wait("the map") { Tmux.shows($0, "orange for it", "Nearest images") }
        let title = try #require(screen.first { $0.contains(" Why ") })
        let file = try #require(title.firstMatch(of: /Why (\S+)/).map { String($0.1) })
        let json = try program("explain", file, "--dataset", "zoo", "--json").json()
        let neighbours = try #require(json["neighbours"] as? [[String: Any]])
        let cosines = neighbours.compactMap { $0["similarity"] as? Double }
        #expect(cosines.count == neighbours.count && cosines[0] > 0)
        for (each, cosine) in zip(neighbours, cosines) where cosine > 0 {
            let name = try #require((each["file"] as? String)?.split(separator: "/").last.map(String.init))
            #expect(
                screen.contains { $0.contains(name) && $0.contains(String(format: "%.3f", cosine).dropFirst()) },
                "\(name) \(cosine)")
        }
        let words = try #require(json["words"] as? [[String: Any]])
        let most = try #require(words.max { abs($0["change"] as! Double) < abs($1["change"] as! Double) })
        let change = String(format: "%.1f", 100 * abs(most["change"] as! Double))
        #expect(screen.contains { $0.contains(most["word"] as! String) && $0.contains(change) })
        try terminal.press("Escape", "q")
        try terminal.waitForShell()
    }

    @Test func aWrongLabelIsALikelyError() throws {
        try terminal.openExplorer()
        try terminal.press("E")
        try terminal.wait("the wrong label alone") {
            Tmux.shows($0, "likely label errors", "mislabelled.jpg", "Images 1 of 7")
        }
        try terminal.press("r")
        try terminal.wait("why nothing is listed") { Tmux.shows($0, "no image passes: ", "0 lists all images") }
        try terminal.press("0")
        try terminal.wait(for: "Images 7")
        try terminal.press("q")
        try terminal.waitForShell()
    }
}
