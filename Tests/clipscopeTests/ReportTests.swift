import Foundation
import Testing

@testable import Model

@Test func aTableAlignsAndShrinksItsEnds() {
    var table = TextTable(["name", "n", "rest"], [.left, .right, .left])
    table.add(["a name that is long indeed", "7", "x"])
    table.add(["b", "10", "a rest that is long as well"])
    let style = TextStyle(columns: 40, isUnicode: true)
    #expect(
        table.text(style) == """
            name                n  rest
            a name that is l…   7  x
            b                  10  a rest that is l…

            """)
    #expect(table.text(TextStyle(columns: 80, isUnicode: true)).contains("a name that is long indeed   7  x\n"))
}

@Test(arguments: [
    (0.0, "", ""), (0.001, "▏", "#"), (0.5, "█████", "#####"), (0.56, "█████▋", "######"),
    (1, "██████████", "##########"),
])
func aBarShowsItsShare(share: Double, unicode: String, ascii: String) {
    #expect(TextStyle(columns: 80, isUnicode: true).bar(share, width: 10) == unicode)
    #expect(TextStyle(columns: 80, isUnicode: false).bar(share, width: 10) == ascii)
}

@Test func theMedianOfABenchmarkIsOfTheSortedTimes() {
    let odd = Benchmark("edit", times: [3, 1, 2], unit: "images", count: 10, model: "m")
    #expect(odd.seconds == 2)
    #expect(odd.perSecond == 5)
    #expect(Benchmark("edit", times: [4, 1, 2, 3], unit: "images", count: 10, model: "m").seconds == 2.5)
}
