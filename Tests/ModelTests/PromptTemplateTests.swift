import Testing

@testable import Model

@Test(arguments: ["a photo of a {label}.", "a photo of a <label>.", "a photo of a {c}.", "a photo of a {}."])
func everyNotationOfThePlaceholderTakesTheClassName(text: String) {
    #expect(PromptTemplate(text).prompt(for: "cat") == "a photo of a cat.")
}
