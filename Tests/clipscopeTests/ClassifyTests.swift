import Foundation
import Testing

@Suite struct ClassifyTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    @Test func aMistypedClassIsTold() throws {
        try program.write("typo.toml", "templates = [\"a {}.\"]\n[labels]\nflowre = [\"rose\"]\nlynx = [\"cat\"]\n")
        let result = try program(
            "classify", "zoo/flower/rose.png", "--labels", "flower,feline", "--prompts", "typo.toml")
        #expect(result.status == 0)
        #expect(
            result.messages
                == "clipscope: warning: typo speaks of \"flowre\", which is none of the labels; did you mean \"flower\"?\n"
        )
    }

    @Test func jsonHasProbabilitiesThatAreSortedAndSumToOne() throws {
        let result = try program(
            "classify", "zoo/wild_bird/owl.jpg", "zoo/flower/rose.png", "--labels", "flower, owl,castle", "--json")
        #expect(result.status == 0)
        let images = try #require(try result.json()["images"] as? [[String: Any]])
        #expect(images.map { $0["file"] as? String } == ["zoo/wild_bird/owl.jpg", "zoo/flower/rose.png"])
        for image in images {
            let entries = try #require(image["probabilities"] as? [[String: Any]])
            let probabilities = entries.compactMap { $0["probability"] as? Double }
            #expect(Set(entries.compactMap { $0["label"] as? String }) == ["flower", "owl", "castle"])
            #expect(probabilities == probabilities.sorted(by: >))
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-4)
        }
    }

    @Test func aDashIsAnImageOnStandardInputOrNamesOfFiles() throws {
        let labels = "--labels cat,flower --json"
        let alone = try program.shell("\"$clipscope\" classify - \(labels) < zoo/feline/cat.jpg")
        #expect(alone.status == 0, "\(alone.messages)")
        let file = try program("classify", "zoo/feline/cat.jpg", "--labels", "cat,flower", "--json")
        #expect(alone.output == file.output.replacing("zoo/feline/cat.jpg", with: "-"))
        let listed = try program.shell(
            "printf 'zoo/flower/rose.png\n' | \"$clipscope\" classify zoo/feline/cat.jpg - \(labels)")
        let images = try #require(try listed.json()["images"] as? [[String: Any]])
        #expect(images.map { $0["file"] as? String } == ["zoo/feline/cat.jpg", "zoo/flower/rose.png"])
        let empty = try program.shell("\"$clipscope\" classify - \(labels) < /dev/null")
        #expect(
            empty.status == 1
                && empty.lines == [
                    "clipscope: -: standard input is empty, expected an image or names of files, one a line"
                ])
        let both = try program.shell("\"$clipscope\" classify - zoo/feline/cat.jpg \(labels) < zoo/feline/cat.jpg")
        #expect(both.status == 1 && both.lines.count == 1 && both.messages.contains("which goes alone"))
    }

    @Test func anUnreadableImageAmongGoodOnesLeavesTheOthers() throws {
        try program.write("bad.png", "not a picture")
        let result = try program("classify", "bad.png", "zoo/feline/cat.jpg", "--labels", "cat,dog", "--json")
        #expect(result.status == 1)
        #expect(result.lines.count == 1)
        #expect(result.messages.hasPrefix("clipscope: \(program.folder.path)/bad.png: "))
        let images = try #require(try result.json()["images"] as? [[String: Any]])
        #expect(images.map { $0["file"] as? String } == ["zoo/feline/cat.jpg"])
    }

    @Test func theTextListsTheFirstLabels() throws {
        let result = try program("classify", "zoo/feline/cat.jpg", "--labels", "cat,dog,castle", "--top", "2")
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0] == "zoo/feline/cat.jpg")
        #expect(lines[1].contains(/^  \w+ +\d+\.\d %/))
    }

    @Test func hostileLabelsAreShownEscaped() throws {
        let result = try program("classify", "zoo/feline/cat.jpg", "--labels", "cat,\u{1B}[2Jdog")
        #expect(result.output.contains("\\u{1B}[2Jdog"))
        #expect(!result.output.contains("\u{1B}"))
    }
}
