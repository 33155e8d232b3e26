import Foundation
import Testing

@testable import Model

@Suite struct TOMLReaderTests {
    private func read(_ text: String) throws -> [String: TOMLValue] {
        var reader = TOMLReader(text)
        return try reader.document()
    }

    /// "LINE:COLUMN: MESSAGE", or that it was read.
    private func fault(_ text: String) -> String {
        do {
            _ = try read(text)
            return "read"
        } catch let fault as TOMLReader.Fault {
            return "\(fault.line):\(fault.column): \(fault.message)"
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        (#"x = "a\tb\\\"é\U0001F600""#, "a\tb\\\"é😀"), (#"x = 'C:\new "x"'"#, #"C:\new "x""#),
        ("x = \"\"\"\na\r\n  b\\\n\n   c\"\"\"", "a\n  bc"), ("x = \"\"\"\"\"two\"\"\"\"", "\"\"two\""),
        ("x = '''\nI'm \\ here'''''", "I'm \\ here''"), ("\"x\" = \"\"\"\" # no end\"\"\"", "\" # no end"),
        ("'x'=\"\"", ""),
    ])
    func stringsAreReadInTheirFourForms(text: String, string: String) throws {
        #expect(try read(text)["x"]?.string == string)
    }

    @Test func tablesAreReadInTheirForms() throws {
        let table = try read(
            """
            a.b."c.d" = "1" # comment
            [one.two]
            x = [ "a", # first
              ["b"], { y.z = 'c', w = {} }, ]
            [one]
            t = true
            [[many]]
            n = "0"
            [many.below]
            [[many]]
            [a.b.more]
            """)
        #expect(table["a"]?.table?["b"]?.table?["c.d"]?.string == "1")
        #expect(table["a"]?.table?["b"]?.table?["more"]?.table == [:])
        let list = try #require(table["one"]?.table?["two"]?.table?["x"]?.array)
        #expect(list.map(\.typeName) == ["string", "array", "table"])
        #expect(list[2].table?["y"]?.table?["z"]?.string == "c")
        #expect(table["many"]?.array?.map { $0.table?.count } == [2, 0])
        #expect(table["one"]?.line == 2 && table["one"]?.table?["t"]?.line == 6 && list[1].line == 4)
    }

    @Test(arguments: [
        ("integer", "0 +99 -17 1_000 0xDEAD_beef 0o755 0b1101 9223372036854775807 -9223372036854775808"),
        ("floating-point number", "1.0 -0.01 5e+22 1e06 6.626e-34 inf -nan 224_617.445_991"), ("bool", "true false"),
        ("date-time", "1979-05-27T07:32:00Z 1979-05-27t00:32:00.999-07:00 1979-05-27T07:32:00"),
        ("date", "1979-05-27 2000-02-29"), ("time", "07:32:00 00:32:00.999999"),
    ])
    func otherValuesAreToldApart(type: String, words: String) throws {
        for word in words.split(separator: " ") { #expect(try read("x = \(word)")["x"]?.typeName == type, "\(word)") }
        #expect(
            try read("x = [1979-05-27 07:32:00, 1979-05-27 ]")["x"]?.array?.map(\.typeName) == ["date-time", "date"])
    }

    @Test(arguments: [
        "01", "1__0", "_1", "1_", "+0x1", "0xG", "9223372036854775808", "1.", ".5", "1.e3", "1e", "truth", "Inf",
        "1979-13-01", "1979-02-29", "24:00:00", "07:32", "1979-05-27T", "1979-05-27 07:32:00 x", "1979-05-27+01:00", "",
        "abc",
        "= 1", "[1 2]", "[1,,2]", "[,]", "{a = 1,}", "{a = 1 b = 2}", "{a = 1, a = 2}", "{\na = 1}", "\"a", "'a",
        "\"\"\"a\"\"",
        "\"\\x\"", "\"\\uD800\"", "\"\\u12G4\"", "\"\\U00110000\"", "\"a\u{1}\"", "'\u{7F}'", "'''a''''''", "1 # \u{2}",
        "1 y = 2",
        "\"a\rb\"",
    ])
    func whatIsNoValueIsAFault(value: String) {
        #expect(fault("x = \(value)").hasPrefix("1:") || fault("x = \(value)").hasPrefix("2:"), "\(value)")
    }

    @Test(arguments: [
        "x = 1\nx = 2", "[a]\n[a]", "[a]\nb = 1\n[a.b]", "a.b = 1\na.b.c = 2", "a.b = 1\n[a]", "[a.b]\n[a]\nb.c = 1",
        "a = {}\na.b = 1", "a = {}\n[a.b]", "a = [{}]\n[[a]]", "[[a]]\n[a]", "[a]\n[[a]]", "a = [{}]\n[a.b]",
        "[[a.b]]\n[a]\nb.c = 1", "[fruit]\napple.color = 1\n[fruit.apple]",
    ])
    func nothingIsSetTwice(text: String) {
        let fault = fault(text)
        #expect(fault.hasSuffix("is set twice") || fault.hasSuffix("is no table that can be added to"), "\(fault)")
    }

    @Test(arguments: [
        ("templates = [\"a {}\", }", "1:22: expected a value, found \"}\""),
        ("[\n", "1:2: expected a key, found the line's end"),
        ("[a\n", "1:3: expected \"]\", found the line's end"),
        ("a", "1:2: expected \"=\" behind a key, found the end of the file"),
        ("é = 1", "1:1: expected a key, found \"é\""),
        ("a = \"é\" é", "1:9: expected the end of the line, found \"é\""),
        ("\n\na = [\n1,\n", "5:1: expected a value, found the end of the file"),
        ("a = \"\u{1B}[31m\"", "1:6: expected no control character in a string, found \"\\u{1B}\""),
        ("a = \"\"\"\nx\ny", "3:2: expected the end of a string, found the end of the file"),
        ("b = 1\n a = 1\n\ta = 2", "3:2: \"a\" is set twice"),
        ("\"\"\"a\"\"\" = 1", "1:1: expected a key of one line, found \"\"\""),
        ("a = 1\r\nb = \r\n", "2:5: expected a value, found the line's end"),
    ])
    func aFaultIsToldWithLineAndColumn(text: String, expected: String) {
        #expect(fault(text) == expected)
    }

    @Test func depthIsLimitedHoweverItIsMade() {
        let many = 200_000
        for text in [
            "x = " + String(repeating: "[", count: many), "x = " + String(repeating: "{a=", count: many),
            String(repeating: "a.", count: many) + "a = 1", "[" + String(repeating: "a.", count: many) + "a]",
            "[[" + String(repeating: "a.", count: many) + "a]]",
        ] {
            #expect(fault(text).contains("expected at most 32 "), "\(text.prefix(10))")
        }
        #expect(fault("x = " + String(repeating: "[", count: 32) + String(repeating: "]", count: 32)) == "read")
    }

    @Test func everyCutAndEveryFlippedByteOfADocumentIsReadOrAFault() throws {
        let text =
            "n = \"x\\n\"\nt = [\n \"a {}\", 'b', \"\"\"c\"\"\"]\n[names]\n\"a.b\" = { x = 1979-05-27 07:32:00, y.z = 1.5 }\n[[q]]\n"
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            _ = fault(String(decoding: bytes[..<index], as: UTF8.self))
            for byte in "\"'[]{}=.,#\\\n\r\0 9aé".utf8 {
                var mutated = bytes
                mutated[index] = byte
                _ = fault(String(decoding: mutated, as: UTF8.self))
            }
        }
    }
}
