import Foundation
import Testing

@Test(arguments: [("text", "prompts", 3), ("images", "images", 6), ("edit", "images", 6), ("start", "images", 6)])
func aBenchmarkTellsSecondsAndRepeats(subject: String, unit: String, count: Int) throws {
    let program = try Program()
    try program.copyZoo()
    let json = try program("bench", subject, "--dataset", "zoo", "--repeats", "2", "--json").json()
    #expect(json["repeats"] as? Int == 2)
    #expect(json["subject"] as? String == subject)
    #expect(json["unit"] as? String == unit)
    #expect(json["count"] as? Int == count)
    let seconds = try #require(json["seconds"] as? Double)
    #expect(try seconds >= #require(json["fastest"] as? Double))
    #expect(try seconds <= #require(json["slowest"] as? Double))
}
