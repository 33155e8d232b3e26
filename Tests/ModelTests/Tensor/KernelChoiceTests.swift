import CKernels
import Foundation
import Testing

@testable import Model

private struct Case: CustomTestStringConvertible {
    let kernel: String
    var instructions = KernelChoice.Instructions.avx512
    var isDynamic = true
    var asked: String?
    var tried: String?
    let chooser: KernelChoice.Chooser
    /// What the program starts again with; nil where it goes on as it is.
    var next: String?
    let summary: String
    var advice: String?

    var testDescription: String { "\(kernel), \(instructions), \(asked ?? "-"), \(tried ?? "-")" }

    var choice: KernelChoice {
        let environment = [KernelChoice.asking: asked, KernelChoice.trying: tried].compactMapValues { $0 }
        return KernelChoice(
            kernel: kernel, isDynamic: isDynamic, instructions: instructions, environment: environment)
    }
}

private let cases = [
    // A processor that OpenBLAS knows keeps the kernel that OpenBLAS chose, one without AVX-512 on AVX-512 included.
    Case(kernel: "Cooperlake", chooser: .library, summary: "kernel Cooperlake"),
    Case(kernel: "Zen", chooser: .library, summary: "kernel Zen"),
    Case(kernel: "Kernel-of-2030", chooser: .library, summary: "kernel Kernel-of-2030"),
    Case(kernel: "Nehalem", instructions: .older, chooser: .library, summary: "kernel Nehalem"),
    // One that it does not know gets the kernel for its instructions.
    Case(
        kernel: "Prescott", chooser: .library, next: "SkylakeX", summary: "kernel Prescott",
        advice: "it does not know this processor; try OPENBLAS_CORETYPE=SkylakeX"),
    Case(
        kernel: "Barcelona", instructions: .avx2, chooser: .library, next: "Haswell", summary: "kernel Barcelona",
        advice: "it does not know this processor; try OPENBLAS_CORETYPE=Haswell"),
    // There is nothing to choose from.
    Case(
        kernel: "Prescott", isDynamic: false, chooser: .library, summary: "kernel Prescott",
        advice: "it was built for old processors and is slow; one with DYNAMIC_ARCH has kernels for newer ones "
            + "(Debian: libopenblas0-pthread)"),
    // The environment is right, whatever it says.
    Case(
        kernel: "Prescott", asked: "Prescott", chooser: .environment,
        summary: "kernel Prescott, as OPENBLAS_CORETYPE says",
        advice: "this kernel is for old processors and slow; unset OPENBLAS_CORETYPE, unless it is set because another "
            + "computes wrong results"),
    Case(
        kernel: "Haswell", asked: "HASWELL", chooser: .environment,
        summary: "kernel Haswell, as OPENBLAS_CORETYPE says"),
    Case(
        kernel: "Prescott", asked: "EmeraldRapids", chooser: .environment,
        summary: "kernel Prescott: OPENBLAS_CORETYPE says EmeraldRapids, which it does not have or cannot run here",
        advice: "unset OPENBLAS_CORETYPE, or set it to a kernel that it has"),
    Case(
        kernel: "Haswell", asked: "Haswell", tried: "Prescott,SkylakeX", chooser: .environment,
        summary: "kernel Haswell, as OPENBLAS_CORETYPE says"),
    // The second start, the third, and the last where nothing else is right.
    Case(
        kernel: "SkylakeX", asked: "SkylakeX", tried: "Prescott,SkylakeX", chooser: .program,
        summary: "kernel SkylakeX, chosen by clipscope: it does not know this processor and took Prescott"),
    Case(
        kernel: "Haswell", asked: "Haswell", tried: "Prescott,SkylakeX,Haswell", chooser: .program,
        summary: "kernel Haswell, chosen by clipscope: it does not know this processor and took Prescott; "
            + "SkylakeX of it failed here"),
    Case(
        kernel: "Prescott", tried: "Prescott,SkylakeX,Haswell", chooser: .library,
        summary: "kernel Prescott; SkylakeX and Haswell of it failed here",
        advice: "it does not know this processor and is slow; a newer OpenBLAS may"),
]

@Test(arguments: cases)
private func onlyAProcessorThatOpenBLASDoesNotKnowGetsAnotherKernel(_ example: Case) {
    let choice = example.choice
    #expect(choice.chooser == example.chooser)
    #expect((choice.isFallback ? choice.next : nil) == example.next)
    #expect(choice.summary == example.summary)
    #expect(choice.advice == example.advice)
}

@Test func aKernelThatFailsIsFollowedByTheNextAndThenByOpenBLASsOwn() {
    var environment: [String: String] = [:]
    var asked: [String?] = []
    var kernel = "Prescott"
    for _ in 0..<3 {
        let choice = KernelChoice(
            kernel: kernel, isDynamic: true, instructions: .avx512, environment: environment)
        environment = choice.nextEnvironment.compactMapValues { $0 }
        asked.append(environment[KernelChoice.asking])
        kernel = asked.last! ?? "Prescott"
    }
    #expect(asked == ["SkylakeX", "Haswell", nil])
    let last = KernelChoice(kernel: kernel, isDynamic: true, instructions: .avx512, environment: environment)
    #expect(!last.isFallback && last.refused == ["SkylakeX", "Haswell"])
}

@Test func theKernelOfThisMachineMultipliesAsPlainSumsDo() {
    #expect(ProductTrial.isPassed())
}

@Test func aProductThatCrashesDoesNotEndTheProgram() {
    #expect(clip_survives({ _ in raise(SIGILL) }, nil) == 0)
    #expect(clip_survives({ _ in }, nil) == 1)
}
