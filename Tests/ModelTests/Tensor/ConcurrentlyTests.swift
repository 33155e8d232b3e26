import Testing

@testable import Model

private enum Fault: Error { case first, second }

@Test func bothResultsComeBack() throws {
    let (number, text) = try both({ 1 }, { "b" })
    #expect(number == 1 && text == "b")
}

@Test func ofTwoFaultsTheFirstIsToldWhicheverCameSooner() {
    @Sendable func fail(_ fault: Fault) throws -> Int { throw fault }
    #expect(throws: Fault.first) { try both({ try fail(.first) }, { try fail(.second) }) }
    #expect(throws: Fault.second) { try both({ 1 }, { try fail(.second) }) }
}
