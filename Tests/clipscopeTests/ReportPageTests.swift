import Foundation
import Testing

@testable import Model

@Suite struct ReportPageTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
    }

    /// Parsed as XML by Python: anything that is not well-formed fails.
    private func elements(_ page: String) throws -> [String: Int] {
        let count = """
            import collections, json, sys, xml.etree.ElementTree as tree
            names = (element.tag.split("}")[-1] for element in tree.parse(sys.argv[1]).iter())
            print(json.dumps(collections.Counter(names)))
            """
        let result = try program.shell("python3 -c '\(count)' \(page)")
        return try JSONDecoder().decode([String: Int].self, from: Data(result.output.utf8))
    }

    private func text(_ page: String) throws -> String {
        try String(contentsOf: program.folder.appending(path: page), encoding: .utf8)
    }

    @Test func thePageStandsAloneAndItsFiguresAreThoseOfEval() throws {
        let options = ["--dataset", "zoo", "--template-set", "imagenet-7"]
        let result = try program.run(["report", "--out", "page.html"] + options)
        #expect(result.status == 0 && result.messages.isEmpty, "\(result.messages)")
        let page = try text("page.html")
        let report = try program.run(["eval", "--json"] + options).json()
        let top1 = try #require(report["top1"] as? Double)
        #expect(page.contains("<strong>\(String(format: "%.1f %%", 100 * top1))</strong>"))
        #expect(page.contains("clipscope report --out page.html --dataset zoo --template-set imagenet-7"))
        #expect(page.contains("<li>itap of a {label}.</li>"))
        let elements = try elements("page.html")
        #expect(elements["script"] == nil && elements["link"] == nil)
        #expect(elements["svg"] == 3)
        // Nothing is fetched: the only addresses are the names of XML's vocabularies.
        let addresses = page.matches(of: /https?:\/\/[^"]+/).map { String($0.output) }
        #expect(Set(addresses).isSubset(of: ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"]))
        #expect(page.matches(of: /src="(?!data:image\/jpeg;base64,)/).isEmpty)
    }

    @Test func theSecondSetIsComparedAndWhatChangedIsShown() throws {
        try program.write("bad.txt", "a {} or something else.\n")
        let result = try program(
            "report", "--out", "page.html", "--dataset", "zoo", "--prompts", "bad.txt", "--b", "imagenet-7")
        #expect(result.status == 0, "\(result.messages)")
        let page = try text("page.html")
        let compared = try program("compare", "--dataset", "zoo", "--a", "bad.txt", "--b", "imagenet-7", "--json")
            .json()
        let lists = try #require(compared["lists"] as? [String: [String]])
        #expect(page.contains("Right with B alone") == (lists["only_b"]?.isEmpty == false))
        #expect(page.contains("imagenet-7 (B)"))
        #expect(try elements("page.html")["table", default: 0] >= 3)
    }

    @Test func namesThatLookLikeMarkupAreText() throws {
        let strange = "<script>alert(1)</script>&\""
        let images = try FileManager.default.contentsOfDirectory(
            atPath: repository.appending(path: "Tests/ModelTests/Goldens/pixels/files").path
        ).filter { $0.hasSuffix(".jpg") }.sorted().prefix(4)
        for (index, name) in images.enumerated() {
            let file = repository.appending(path: "Tests/ModelTests/Goldens/pixels/files/\(name)")
            let label = index % 2 == 0 ? "owl" : strange.replacing("/", with: "∕")
            try program.write("odd/\(label)/\(index).jpg", Data(contentsOf: file))
        }
        let result = try program("report", "--out", "page.html", "--dataset", "odd")
        #expect(result.status == 0, "\(result.messages)")
        #expect(try elements("page.html")["script"] == nil)
        #expect(try text("page.html").contains("&lt;script&gt;alert(1)"))
    }

    @Test func aPlaceThatCannotBeWrittenIsOneLine() throws {
        let result = try program("report", "--out", "no/such/page.html", "--dataset", "zoo")
        #expect(result.status == 1 && result.lines.count == 1 && result.messages.contains("no/such/page.html"))
    }
}
