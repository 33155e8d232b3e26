import Foundation
import Testing

@testable import Model

@Suite struct LeaderboardCommandTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
        try program.write("mine.toml", "templates = [\"a photo of a {label}.\"]\n")
    }

    private func rows(_ json: [String: Any]) throws -> [[String: Any]] {
        try #require(json["rows"] as? [[String: Any]])
    }

    @Test func everySetAtHandIsRankedAndItsFiguresAreThoseOfEval() throws {
        #expect(try program("history", "save", "mine.toml").status == 0)
        let result = try program("leaderboard", "--dataset", "zoo", "--json")
        #expect(result.status == 0, "\(result.messages)")
        let json = try result.json()
        #expect(
            Set(json.keys) == [
                "dataset", "label_column", "classes", "by", "images", "classified", "rows", "notes",
            ])
        let rows = try rows(json)
        let names = rows.compactMap { $0["prompts"] as? String }
        #expect(Set(names).isSuperset(of: ["imagenet-7", "imagenet-80", "pets", "mine"]))
        #expect(rows.compactMap { $0["rank"] as? Int } == Array(1...rows.count))
        let figures = rows.compactMap { ($0["top1"] as? [String: Any])?["value"] as? Double }
        #expect(figures == figures.sorted(by: >) && figures.count == rows.count)
        #expect(rows[0]["to_first"] == nil && rows.dropFirst().allSatisfy { $0["to_first"] != nil })
        let place = try #require(names.firstIndex(of: "pets"))
        let evaluated = try program("eval", "--dataset", "zoo", "--template-set", "pets", "--json").json()
        #expect(figures[place] == evaluated["top1"] as? Double)
    }

    @Test func setsAndModelsMakeAGrid() throws {
        let model = repository.appending(path: "Tests/ModelTests/Goldens/towers/vit").path
        let result = try program(
            "leaderboard", "--dataset", "zoo", "--prompts", "mine.toml", "--prompts", "imagenet-7", "--also-model",
            model,
            "--by", "log-loss", "--json")
        #expect(result.status == 0, "\(result.messages)")
        let rows = try rows(result.json())
        #expect(rows.count == 4)
        #expect(Set(rows.map { "\($0["prompts"]!) \($0["model"]!)" }).count == 4)
        let losses = rows.compactMap { ($0["log_loss"] as? [String: Any])?["value"] as? Double }
        #expect(losses == losses.sorted())
    }

    @Test func imagesThatASetWasChosenOnAreLeftOut() throws {
        let select = ["select", "--dataset", "zoo", "--from", "imagenet-7", "--out", "chosen.toml"]
        #expect(try program.run(select).status == 0)
        let sets = ["--dataset", "zoo", "--prompts", "chosen.toml", "--prompts", "mine.toml"]
        let json = try program.run(["leaderboard", "--json"] + sets).json()
        #expect((json["images"] as? Int ?? 0) + (json["chosen_on"] as? Int ?? 0) == 6)
        let text = try program.run(["leaderboard"] + sets).output
        #expect(text.contains("Left out: 3 images that one of these was chosen on."), "\(text)")
    }

    @Test func whatCannotBeRankedIsOneClearLine() throws {
        let unknown = try program("leaderboard", "--dataset", "zoo", "--prompts", "nowhere")
        #expect(unknown.status == 1 && unknown.lines.count == 1)
        #expect(unknown.messages.contains("\"nowhere\" is neither a file nor a prompt set"))
        let order = try program("leaderboard", "--by", "beauty")
        #expect(order.status == 64 && order.messages.contains("top1"))
    }
}
