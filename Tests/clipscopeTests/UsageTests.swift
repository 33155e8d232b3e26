import Foundation
import Testing

/// What the command line itself gets wrong ends with 64 and a usage line, before anything is read.
@Test(arguments: [
    ["eval", "--nope"], ["completions", "tcsh"], ["classify", "cat.jpg"], ["classify", "--labels", "a,b"], ["tokenize"],
    ["search"], ["search", "flower", "--top", "0"], ["embed"],
    ["embed", "--text", "a", "--image", "b"], ["eval", "--template", "{}", "--template-set", "pets"],
    ["eval", "--dataset", ""], ["templates", "--toml"], ["bench", "teapot"], ["bench", "text", "--repeats", "0"],
    ["bench", "text", "--images", "5"], ["bench", "edit", "--labels", "a,b", "--classes-of", "pets"],
    ["eval", "--threads", "0"], ["eval", "--per-template", "--predictions", "out.csv"], ["compare", "--a", "pets"],
    ["compare", "--a", "pets", "--b", "pets", "--resamples", "0"], ["calibrate", "--temperature", "0"],
    ["select"], ["select", "--from", "pets", "--method", "magic"], ["select", "--from", "pets", "--count", "0"],
    ["select", "--from", "pets", "--method", "single", "--count", "2"], ["lint"],
    ["lint", "--prompts", "pets", "--labels", "a", "--dataset", "b"],
    ["history", "show"], ["history", "show", "one"], ["history", "save"],
    ["calibrate", "--temperature", "nan"], ["calibrate", "--temperature", "1e-45"],
    ["calibrate", "--temperature", "inf"],
    ["calibrate", "--temperature", "-1"], ["calibrate", "--threshold", "nan"], ["calibrate", "--threshold", "inf"],
    ["calibrate", "--threshold", "1.01"], ["calibrate", "--threshold", "-0.1"], ["calibrate", "--seed", "-1"],
    ["calibrate", "--on", "cosine", "--threshold", "-1.5"], ["calibrate", "--on", "cosine", "--threshold", "nan"],
    ["compare", "--a", "pets", "--b", "pets", "--resamples", "99999999999"],
    ["eval", "--threads", "1000000"], ["eval", "--threads", "-1"], ["embed", "--dataset", "zoo", "--threads", "99999"],
    ["bench", "text", "--repeats", "99999999999"], ["bench", "edit", "--images", "99999999999"],
    ["bench", "images", "--threads", "99999"], ["embed", "--text", "a", "--embeddings", "x.npy"],
    ["embed", "--dataset", "zoo", "--shard", "9223372036854775807/9223372036854775807", "--out", "x.safetensors"],
    ["lint", "--prompts", "pets", "--embeddings", "x.npy"],
])
func wrongUsageEndsWith64(arguments: [String]) throws {
    let result = try Program().run(arguments)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.messages.contains("Usage: clipscope"))
}

@Test(arguments: [
    (["evil"], "there is no command and no file or folder \"evil\"; did you mean eval?"),
    (["retreive", "--help"], "there is no command and no file or folder \"retreive\"; did you mean retrieve?"),
    (["teapots"], "there is no command and no file or folder \"teapots\"; `clipscope --help` lists the commands"),
])
func aSlipInACommandIsOneLineAndEndsWith64(arguments: [String], line: String) throws {
    let result = try Program().run(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.lines == ["clipscope: \(line)"])
}

@Test func aPathAsTheFirstWordIsOpened() throws {
    let program = try Program()
    try program.copyZoo()
    let opened = try program("zoo", "--fresh")
    #expect(opened.status == 0, "\(opened.messages)")
    #expect(opened.output.contains("zoo") && opened.output.contains("6 images"))
    let absent = try program("./nowhere")
    #expect(absent.status == 1 && absent.messages.contains("/nowhere: no such directory"))
}

@Test(arguments: ["bash", "zsh", "fish"])
func theCompletionsNameCommandsAndOptions(shell: String) throws {
    let result = try Program()("completions", shell)
    #expect(result.status == 0)
    #expect(["leaderboard", "label-column", "clipscope"].allSatisfy(result.output.contains))
}

@Test func whatConfigTOMLSaysStandsWhereNoOptionDoes() throws {
    let program = try Program()
    try program.copyZoo()
    try program.write(
        ".config/clipscope/config.toml", "dataset = \"\(program.folder.path)/zoo\"\nprecision = \"int8\"\n")
    #expect(try program("eval", "--json").json()["dataset"] as? String == "zoo")
    let sample = try program("eval", "--dataset", "sample", "--json").json()
    #expect(sample["dataset"] as? String == "photos")
    try program.write(".config/clipscope/config.toml", "model = \"/nowhere\"\n")
    let missing = try program("eval")
    #expect(missing.status == 1 && missing.messages.contains("/nowhere"))
    try program.write(".config/clipscope/config.toml", "modle = \"/nowhere\"\n")
    #expect(try program("eval").messages.contains("config.toml:1: there is no \"modle\""))
    try program.write(".config/clipscope/config.toml", "precision = \"f8\"\n")
    #expect(try program("eval").messages.contains("config.toml:1: precision is \"f8\", expected f32, int8"))
}

/// What cannot be done ends with 1 and one line that names what, and what was expected or found.
@Test(arguments: [
    (["eval", "--dataset", "nowhere"], "FOLDER/nowhere: no such directory; a dataset is a folder of images"),
    (["explore", "--dataset", "nowhere"], "FOLDER/nowhere: no such directory; a dataset is a folder of images"),
    (
        ["eval", "--dataset", "empty"],
        "FOLDER/empty: no PNG, JPEG, WebP, GIF, BMP, PPM, TIFF, HEIC, AVIF, JPEG XL or ICO images, no class folders with any, and no labels.csv"
    ),
    (
        ["eval", "--dataset", "gone"],
        "FOLDER/gone/labels.csv: none of its 2 files exist, the first is a.jpg"
    ),
    (
        ["eval", "--template", "a photo"],
        "template \"a photo\" has no place for the class name, expected one of {label} <label> {c} {}"
    ),
    (["eval", "--labels", "cat,,dog"], "labels \"cat,,dog\": label 2 is empty, expected names separated by commas"),
    (["classify", "cat.jpg", "--labels", "a, b,a"], "labels \"a, b,a\": \"a\" stands there twice"),
    (["eval", "--prompts", "none.toml"], "FOLDER/none.toml: No such file or directory"),
    (["eval", "--prompts", "bare.txt"], "FOLDER/bare.txt:2: template without {label}: \"a drawing\""),
    (
        ["compare", "--a", "empty", "--b", "pets"],
        "FOLDER/empty: Is a directory"
    ),
    (
        ["confusion", "--dataset", "zoo", "--only", "flower,unicorn"],
        "no class \"unicorn\", found feline, flower, wild bird"
    ),
    (["search", "beach^x"], "the weight \"x\" behind ^ is not a number above 0; quotes keep a ^ as it is"),
    (["select", "--dataset", "zoo", "--from", "pets", "--count", "2"], "--count is 2, pets has 1 template"),
    (
        ["select", "--dataset", "lone", "--from", "pets"],
        "lone has one class to choose, owl: every image is right, whatever the prompts are"
    ),
    (["eval", "--split", "night"], "HOME/sample-data/photos: no split \"night\", found dev, held-out"),
    (["eval", "--label-column", "mood"], "HOME/sample-data/photos: no label column \"mood\", found coarse, fine"),
])
func whatCannotBeDoneIsOneLine(arguments: [String], line: String) throws {
    let program = try Program()
    try program.copyZoo()
    try program.write("empty/notes.txt", "no images")
    try program.copyPhotos(["lone/labels/owl.jpg": "animals/owl.jpg"])
    try program.write("lone/labels.csv", "file,label\nlabels/owl.jpg,owl\n")
    try program.write("gone/labels.csv", "file,label\na.jpg,cat\nb.jpg,dog\n")
    try program.write("bare.txt", "a photo of a {}.\na drawing\n")
    let result = try program.run(arguments)
    let expected = line.replacing("FOLDER", with: program.folder.path).replacing("HOME", with: repository.path)
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.messages == "clipscope: \(expected)\n")
}

@Test func aTemplateSetThatDoesNotExistNamesThoseThatDo() throws {
    let result = try Program()("templates", "imagenet")
    #expect(result.status == 1)
    #expect(result.messages.hasPrefix("clipscope: no template set \"imagenet\", found aircraft, "))
    #expect(result.messages.contains("imagenet-80"))
}

@Test func namesFromOutsideReachTheTerminalEscaped() throws {
    let result = try Program()("eval", "--dataset", "red\u{1B}[31m\nfolder")
    #expect(result.messages.contains("red\\u{1B}[31m\\nfolder: no such directory"))
    #expect(result.lines.count == 1)
}

@Test func aReaderThatHasSeenEnoughIsNoError() throws {
    let result = try Program().shell("\"$clipscope\" templates imagenet-80 | head -n 1; echo ${PIPESTATUS[0]}")
    #expect(result.output.hasPrefix("a bad photo of a {label}.\n"))
    #expect(result.messages.isEmpty)
}

@Test func aFullDiskIsTold() throws {
    let result = try Program().shell("\"$clipscope\" templates > /dev/full")
    #expect(result.status == 1)
    #expect(result.messages == "clipscope: standard output: cannot be written: no space left on the disk\n")
}

@Test func theProgramSaysWhereItLookedForItsFiles() throws {
    let program = try Program()
    let result = try program("templates", environment: ["CLIPSCOPE_HOME": program.folder.path + "/gone"])
    #expect(result.status == 1)
    #expect(result.messages == "clipscope: CLIPSCOPE_HOME is \(program.folder.path)/gone, which does not exist\n")
}

/// A name may come from anywhere: whatever a terminal would obey is told as text, by the parser's own errors too.
@Test(arguments: [
    ["\u{1B}]0;X\u{07}"], ["eval", "--\u{9B}2J"], ["eval", "--threads", "\u{1B}[2J"],
    ["eval", "--dataset", "\u{1B}[2J"],
    ["compare", "--a", "\u{202E}evil", "--b", "pets"], ["tokenize", "a", "\u{1B}c"], ["select", "--from", "\u{1B}c\r"],
    ["eval", "--template-set", "\u{2028}x"], ["history", "show", "\u{1B}7"], ["templates", "\u{9D}0;x\u{9C}"],
    ["eval", "--known", "\u{1B}c"], ["pull", "a/\u{1B}c"], ["bench", "\u{1B}c"],
])
func controlBytesOfArgumentsAreToldAsText(arguments: [String]) throws {
    let result = try Program().run(arguments)
    #expect(result.status != 0 && !result.messages.isEmpty)
    let raw = (result.output + result.messages).unicodeScalars.filter { scalar in
        scalar != "\n" && [.control, .format, .lineSeparator].contains(scalar.properties.generalCategory)
    }
    #expect(raw.isEmpty, "\(raw.map { String($0.value, radix: 16) })")
}

/// JSON has an escape for all of them, and reads back as the same.
@Test func jsonEscapesWhatATerminalWouldObey() throws {
    let program = try Program()
    let text = "a\u{1B}[2J\u{9B}31m\u{202E}b\u{7F}\u{E0001}é\u{2028}猫"
    let result = try program("embed", "--text", "x", "--json")
    #expect(result.status == 0)
    try program.copyPhotos(["odd/\u{9B}2J\u{202E}/\u{7F}é猫.jpg": "animals/owl.jpg"])
    let evaluated = try program("eval", "--dataset", "odd", "--template", "\(text) {}", "--json", "--run", "run.json")
    let saved = try String(contentsOf: program.folder.appending(path: "run.json"), encoding: .utf8)
    for output in [evaluated.output, saved] {
        let raw = output.unicodeScalars.filter { $0.value >= 0x7F && $0 != "é" && $0 != "猫" }
        #expect(raw.isEmpty && output.contains("\\u009B2J\\u202E"))
    }
    let classes = try #require(try evaluated.json()["per_class"] as? [[String: Any]])
    #expect(classes.map { $0["label"] as? String } == ["\u{9B}2J\u{202E}"])
    #expect(try program("compare", "--a", "run.json", "--b", "run.json").status == 0)
}
