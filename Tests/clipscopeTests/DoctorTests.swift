import Foundation
import Testing

@Test func theDoctorFindsNothingBrokenHere() throws {
    let result = try Program()("doctor")
    #expect(result.status == 0)
    for area in ["terminal", "cache", "model", "samples", "templates", "library", "processor"] {
        #expect(result.output.contains("ok       \(area) "))
    }
}

@Test func aModelThatDoesNotLoadIsBrokenAndSaysWhatToDo() throws {
    let result = try Program()("doctor", "--model", "nowhere", "--json")
    #expect(result.status == 1)
    let checks = try #require(try result.json()["checks"] as? [[String: Any]])
    let model = try #require(checks.first { $0["area"] as? String == "model" })
    #expect(model["verdict"] as? String == "broken")
    #expect((model["advice"] as? String)?.contains("--model") == true)
}

@Test func anUnknownTerminalAndAPlainLocaleAreWarnings() throws {
    let result = try Program()("doctor", environment: ["TERM": "teletype-of-1963", "LANG": "C"])
    #expect(result.status == 0)
    #expect(result.output.contains("warning  terminal "))
    #expect(result.output.contains("warning  locale "))
}
