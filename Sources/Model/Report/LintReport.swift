/// Findings in a prompt set, for people (`text`) and programs: encoded, its keys are those of docs/formats.md.
package struct LintReport: Sendable, Encodable {
    package struct Finding: Sendable, Encodable {
        package let kind: String
        package let severity: PromptFinding.Severity
        /// Number of the template in the set, from 1, and its text.
        package let template: Int?
        package let text: String?
        package let labels: [String]
        package let message: String
    }

    package let prompts: String
    package let templates: Int
    package let classes: Int
    package let errors: Int
    package let warnings: Int
    package let findings: [Finding]

    package init(_ lint: PromptLint, of set: PromptSet, classes: Int) {
        prompts = set.name
        templates = set.entries.count
        self.classes = classes
        (errors, warnings) = (lint.errors, lint.warnings)
        findings = lint.findings.map { finding in
            Finding(
                kind: finding.kind, severity: finding.severity, template: finding.template.map { $0 + 1 },
                text: finding.template.map { set.entries[$0].template.text }, labels: finding.labels,
                message: finding.description)
        }
    }

    /// One finding a line: "template 3 "a photo": error: no place for the class name, ...".
    package func text(_ style: TextStyle) -> String {
        let lines = findings.map { finding in
            let place = finding.template.map { "template \($0) \"\(finding.text ?? "")\": " } ?? ""
            return "\(place)\(finding.severity.rawValue): \(finding.message)".printable + "\n"
        }
        let looked = "\(ReportText.count(templates, "template")), \(ReportText.count(classes, "class", "classes"))"
        let found =
            findings.isEmpty
            ? "nothing found" : "\(ReportText.count(errors, "error")), \(ReportText.count(warnings, "warning"))"
        return lines.joined() + "\(prompts): \(looked): \(found)".printable + "\n"
    }
}
