import Foundation
import Testing

@testable import Model

/// One rule for the names of classes: a set that says nothing of classes goes with what the dataset's own set says of them.
@Suite struct ClassNamesTests {
    let program: Program

    init() throws {
        program = try Program()
        try program.copyZoo()
        try program.write("zoo/dataset.toml", "prompts = \"own.toml\"\n")
        try program.write(
            "zoo/own.toml",
            "templates = [\"an {}.\"]\n[labels]\n\"wild bird\" = [\"owl\", \"tulip\"]\nfeline = [\"rose\"]\n")
        try program.write(
            "whole.toml",
            "templates = [\"a {}.\"]\n[labels]\n\"wild bird\" = [\"owl\", \"tulip\"]\nfeline = [\"rose\"]\n")
        try program.write("bare.toml", "templates = [\"a {}.\"]\n")
        try program.write("labels.toml", "templates = [\"a {}.\"]\n[labels]\n")
    }

    private func figures(_ arguments: [String]) throws -> [Double?] {
        let json = try program.run(arguments + ["--dataset", "zoo", "--no-history", "--json"]).json()
        return ["top1", "ece", "mean_per_class"].map { json[$0] as? Double }
    }

    @Test func templatesGoWithTheDatasetsOwnNames() throws {
        let whole = try figures(["eval", "--prompts", "whole.toml"])
        let labels = try figures(["eval", "--prompts", "labels.toml"])
        #expect(whole != labels, "names matter here")
        #expect(try figures(["eval", "--prompts", "bare.toml"]) == whole)
        #expect(try figures(["eval", "-t", "a {}."]) == whole)
        for command in [["calibrate"], ["confusion"], ["eval", "--per-template"]] {
            let results = try ["bare", "whole", "labels"].map { set in
                var json = try program.run(command + ["--prompts", "\(set).toml", "--dataset", "zoo", "--json"]).json()
                (json["prompts"], json["names_from"]) = (nil, nil)
                return NSDictionary(dictionary: json)
            }
            #expect(results[0] == results[1] && results[0] != results[2], "\(command)")
        }
        let compared = try program("compare", "--dataset", "zoo", "--a", "bare.toml", "--b", "whole.toml", "--json")
            .json()
        #expect((compared["confusion"] as? [Any])?.isEmpty == true)
        #expect((compared["a"] as? [String: Any])?["names_from"] as? String == "dataset")
        let selected = try ["bare", "whole"].map { set in
            try program("select", "--dataset", "zoo", "--from", "\(set).toml", "--json").json()["whole"]
                as? NSDictionary
        }
        #expect(selected[0] != nil && selected[0] == selected[1])
    }

    @Test func theOriginOfTheNamesStandsBesideThePrompts() throws {
        try program.write("else.toml", "templates = [\"a {}.\"]\n[labels]\nfeline = [\"cat\"]\n")
        for (set, origin, words) in [
            ("bare", "dataset", "the dataset's own, for 2 of 3 classes"), ("labels", "labels", "the labels themselves"),
            ("else", "prompts", "the prompt set's, for 1 of 3 classes"),
        ] {
            let run = ["--dataset", "zoo", "--prompts", "\(set).toml"]
            for command in ["eval", "calibrate", "confusion"] {
                #expect(try program.run([command] + run).output.contains("names    " + words), "\(command) \(set)")
                #expect(try program.run([command, "--json"] + run).json()["names_from"] as? String == origin)
            }
            _ = try program.run(["eval", "--run", "run.json"] + run)
            let document = try RunDocument(contentsOf: program.folder.appending(path: "run.json"))
            #expect(document.prompts.namesFrom?.rawValue == origin)
        }
        let runs = try #require(try program("history", "--json").json()["runs"] as? [[String: Any]])
        #expect(Set(runs.compactMap { $0["names_from"] as? String }) == ["dataset", "labels", "prompts"])
        #expect(try program("history").output.contains(#/ bare +dataset +\d/#))
        #expect(try program("history", "show", "1").output.contains(#/names +the dataset.s own\n/#))
    }

    @Test func aMistypedClassOfTheDatasetsOwnSetIsToldAsItsOwn() throws {
        try program.write("zoo/own.toml", "templates = [\"a {}.\"]\n[labels]\nflowre = [\"rose\"]\n")
        for arguments in [["eval"], ["eval", "-t", "a {}."], ["confusion", "--template-set", "pets"]] {
            let result = try program.run([arguments[0], "--dataset", "zoo"] + arguments.dropFirst())
            #expect(
                result.messages
                    == "clipscope: own: [labels] has \"flowre\", which is no class of the dataset; did you mean \"flower\"?\n"
            )
        }
    }

    /// The run's prompts are evaluated as they were, whatever the dataset says by now.
    @Test func aRunKeepsItsNames() throws {
        try program("eval", "--dataset", "zoo", "--prompts", "labels.toml", "--run", "run.json")
        let labels = try figures(["eval", "--prompts", "labels.toml"])
        #expect(try figures(["eval", "--prompts", "run.json"]) == labels)
        let compared = try program("compare", "--dataset", "zoo", "--a", "run:1", "--b", "labels.toml", "--json").json()
        #expect((compared["confusion"] as? [Any])?.isEmpty == true)
        #expect((compared["ece"] as? [String: Any])?["difference"] as? Double == 0)
    }

    @Test func aSavedRunStandsForItsPrompts() throws {
        try program("eval", "--dataset", "zoo", "--template-set", "imagenet-7", "--run", "run.json")
        try FileManager.default.copyItem(
            at: program.folder.appending(path: "run.json"), to: program.folder.appending(path: "run.txt"))
        let own = try figures(["eval", "--template-set", "imagenet-7"])
        #expect(try figures(["eval", "--prompts", "run.json"]) == own)
        #expect(try figures(["eval", "--prompts", "run.txt"]) == own)
        let sides = try program("compare", "--dataset", "zoo", "--a", "run.txt", "--b", "imagenet-7", "--json").json()
        #expect((sides["confusion"] as? [Any])?.isEmpty == true)
        try program.write("list.json", "[\"a {}.\"]")
        #expect(try figures(["eval", "--prompts", "list.json"]) == figures(["eval", "--prompts", "bare.toml"]))
        let listed = try program("compare", "--dataset", "zoo", "--a", "list.json", "--b", "bare.toml", "--json").json()
        #expect((listed["confusion"] as? [Any])?.isEmpty == true)
    }
}
