import Testing

@testable import Model

private let queries: [(String, [(String, Float)])] = [
    ("a red flower", [("a red flower", 1)]),
    ("beach^2 -people", [("beach", 2), ("people", -1)]),
    ("a dog on the beach -people +sunset^0.5", [("a dog on the beach", 1), ("people", -1), ("sunset", 0.5)]),
    ("-people", [("people", -1)]),
    ("beach^2 sunset over the sea", [("beach", 2), ("sunset over the sea", 1)]),
    ("-\"traffic lights\"^3 street", [("traffic lights", -3), ("street", 1)]),
    ("-traffic lights at night^3", [("traffic lights at night", -3)]),
    ("\"-40 degrees\"", [("-40 degrees", 1)]),
    ("a t-shirt - blue", [("a t-shirt - blue", 1)]),
    ("a ship -- old", [("a ship -- old", 1)]),
    ("\"x^2\"", [("x^2", 1)]),
    ("a 5\" screen", [("a 5\" screen", 1)]),
    ("  beach \t sea ", [("beach sea", 1)]),
]

@Test(arguments: queries)
func aQueryReadsAsItsTerms(query: String, terms: [(String, Float)]) throws {
    #expect(try SearchQuery(query).terms == terms.map { SearchQuery.Term($0.0, weight: $0.1) })
}

private let refused: [(String, SearchQuery.Failure)] = [
    ("", .empty("")), ("  ", .empty("  ")), ("\"\"", .empty("\"\"")), ("beach^0", .badWeight("0")),
    ("beach^-2", .badWeight("-2")), ("beach^big", .badWeight("big")), ("x^inf", .badWeight("inf")),
    ("x^", .badWeight("")),
]

@Test(arguments: refused)
func aQueryThatSaysNothingIsRefused(query: String, failure: SearchQuery.Failure) {
    #expect(throws: failure) { try SearchQuery(query) }
}

@Test func theDirectionIsTheWeightedSumOfUnitLength() throws {
    let terms = Matrix(rows: 2, columns: 2, values: [1, 0, 0, 1])
    for size in [1, 1e-30, 1e30, 8e37] as [Float] {
        let direction = try SearchQuery.direction(of: terms, weights: [3 * size, -4 * size])
        #expect(zip(direction, [0.6, -0.8]).allSatisfy { abs($0 - $1) < 1e-6 }, "\(size)")
    }
    #expect(throws: SearchQuery.Failure.cancelsOut) {
        try SearchQuery.direction(of: Matrix(rows: 2, columns: 2, values: [1, 0, 1, 0]), weights: [1, -1])
    }
}
