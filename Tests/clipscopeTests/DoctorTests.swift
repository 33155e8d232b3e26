import Foundation
import Testing

/// What the machine has, its processor and its libraries, may be worth a warning.
@Test func theDoctorFindsNothingBrokenHere() throws {
    let result = try Program()("doctor")
    #expect(result.status == 0)
    #expect(!result.output.contains("BROKEN"))
    for area in ["terminal", "cache", "files", "model", "samples", "templates", "themes", "processor"] {
        #expect(result.output.contains("ok       \(area) "))
    }
    #expect(result.output.contains(/(?m)^(ok     |warning)  library    OpenBLAS \S+, kernel \w+/))
}

@Test func theDoctorSaysThatTheEnvironmentChoseTheKernel() throws {
    let program = try Program()
    let asked = try program("doctor", environment: ["OPENBLAS_CORETYPE": "Prescott"])
    #expect(asked.status == 0)
    #expect(asked.output.contains("kernel Prescott, as OPENBLAS_CORETYPE says"))
    let unknown = try program("doctor", environment: ["OPENBLAS_CORETYPE": "Abacus"])
    #expect(unknown.output.contains("OPENBLAS_CORETYPE says Abacus, which it does not have"))
    #expect(unknown.output.contains("-> unset OPENBLAS_CORETYPE, or set it to a kernel that it has"))
}

/// The program starts again, with another or with OpenBLAS's own choice, and does its work.
@Test func aKernelOfOursThatDoesNotRunIsGivenUp() throws {
    let environment = ["OPENBLAS_CORETYPE": "Abacus", "CLIPSCOPE_KERNELS_TRIED": "Prescott,Abacus"]
    let result = try Program()("doctor", environment: environment)
    #expect(result.status == 0)
    #expect(result.output.contains("Abacus of it failed here"))
    #expect(!result.output.contains("kernel Abacus"))
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
