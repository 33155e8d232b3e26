import Foundation
import Testing

@Suite struct LintTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    @Test func theSamplesOwnSetIsSound() throws {
        let prompts = repository.appending(path: "sample-data/photos/prompts.toml").path
        let result = try program("lint", "--prompts", prompts, "--dataset", "sample")
        #expect(result.status == 0)
        #expect(result.output == "photos: 5 templates, 40 classes: nothing found\n")
    }

    @Test func mistakesAreListedAndEndWithOne() throws {
        try program.write(
            "mine.toml",
            """
            templates = ["a photo", "a {} or {label}", "a {}."]
            [labels]
            "cat" = ["cats", ""]
            "dog" = ["cat"]
            """)
        let result = try program("lint", "--prompts", "mine.toml")
        #expect(result.status == 1)
        #expect(result.messages.isEmpty)
        #expect(
            result.output == """
                template 1 "a photo": error: no place for the class name, so that every class has this prompt; \
                expected one of {label} <label> {c} {}
                template 2 "a {} or {label}": warning: the class name stands in it 2 times
                error: the class "cat" has a name without text
                warning: "cats" and "cat" (of "cat" and "dog") differ in plural or article only
                mine: 3 templates, 2 classes: 2 errors, 2 warnings

                """)
        let json = try program("lint", "--prompts", "mine.toml", "--json").json()
        #expect(Set(json.keys) == ["prompts", "templates", "classes", "errors", "warnings", "findings"])
        let findings = try #require(json["findings"] as? [[String: Any]])
        #expect(
            findings.map { $0["kind"] as? String } == [
                "no-placeholder", "several-placeholders", "empty-name", "similar-names",
            ])
        #expect(findings[1]["template"] as? Int == 2)
        #expect(findings[3]["labels"] as? [String] == ["cat", "dog"])
    }

    @Test func labelsMayBeGivenOnTheCommandLine() throws {
        let result = try program("lint", "--prompts", "pets", "--labels", "cat, Cat,,the cat")
        #expect(result.status == 1)
        #expect(result.output.contains("error: \"cat\" and \"Cat\" have the same prompt"))
        #expect(result.output.contains("error: a class without a name"))
        #expect(result.output.contains("warning: \"cat\" and \"the cat\" differ in plural or article only"))
    }

    @Test func plainTextIsReadWithItsMistakes() throws {
        try program.write("mine.txt", "# a heading\na {}.\na drawing\n")
        let result = try program("lint", "--prompts", "mine.txt")
        #expect(result.status == 1)
        #expect(result.output.hasPrefix("template 2 \"a drawing\": error: no place"))
    }
}
