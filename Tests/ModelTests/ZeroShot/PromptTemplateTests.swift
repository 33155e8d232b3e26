import Testing

@testable import Model

@Test(arguments: ["a photo of a {label}.", "a photo of a <label>.", "a photo of a {c}.", "a photo of a {}."])
func everyNotationOfThePlaceholderTakesTheClassName(text: String) {
    #expect(PromptTemplate(text).prompt(for: "cat") == "a photo of a cat.")
}

@Test(arguments: PromptTemplate.placeholders)
func aNameThatHoldsAPlaceholderIsFilledInOnceOnly(placeholder: String) {
    for own in PromptTemplate.placeholders {
        let prompt = PromptTemplate("a \(own), a kind of \(placeholder).").prompt(for: "f(\(placeholder))")
        #expect(prompt == "a f(\(placeholder)), a kind of f(\(placeholder)).")
    }
    #expect(PromptTemplate("é{{}}<label").prompt(for: "{c}") == "é{{c}}<label")
}
