import Foundation
import Testing

@testable import Model

@Test(arguments: [
    (["HF_HUB_CACHE": "/a", "HF_HOME": "/b", "XDG_CACHE_HOME": "/c"], "/a"),
    (["HF_HUB_CACHE": "", "HF_HOME": "/b", "XDG_CACHE_HOME": "/c"], "/b/hub"),
    (["HF_HOME": "~/b"], "/home/me/b/hub"), (["XDG_CACHE_HOME": "/c"], "/c/huggingface/hub"),
    ([:], "/home/me/.cache/huggingface/hub"),
])
func theCacheIsWhereTheEnvironmentSays(environment: [String: String], folder: String) {
    let settings = HubSettings(environment: environment.merging(["HOME": "/home/me"]) { $1 })
    #expect(settings.cache.folder.path == folder)
}

@Test(arguments: [("1", true), ("yes", true), ("ON", true), ("true", true), ("0", false), ("", false), ("no", false)])
func offlineIsWhatHuggingFaceTakesForIt(value: String, isOffline: Bool) {
    #expect(HubSettings(environment: ["HF_HUB_OFFLINE": value]).isOffline == isOffline)
}

@Test func anEndpointHasNoSlashAtItsEnd() {
    #expect(HubSettings(environment: ["HF_ENDPOINT": "http://mirror/"]).endpoint == "http://mirror")
    #expect(HubSettings(environment: [:]).endpoint == "https://huggingface.co")
}

@Test(arguments: ["openai/clip-vit-base-patch32", "timm/resnet50_clip.openai", "gpt2", "a/_b", "A1/b-2.c_3"])
func namesAndFoldersTellEachOther(name: String) throws {
    let repository = try #require(RepositoryName(name))
    #expect(RepositoryName(folder: repository.folder) == repository)
    let snapshot = URL(filePath: "/cache/\(repository.folder)/snapshots/\(String(repeating: "0", count: 40))/")
    #expect(RepositoryName(snapshot: snapshot) == repository)
}

@Test(arguments: [
    "", "/", "a/", "/a", "..", "a/..", "a/b/c", "a--b", "a..b", "a/b.git", "-a", "a.", "ä/b", "a\0b", "a b",
])
func whatIsNoNameIsNone(name: String) {
    #expect(RepositoryName(name) == nil)
}

/// NIST's examples for FIPS 180-4.
@Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
])
func digestsAreNISTs(text: String, digest: String) {
    let hash = Digest(.sha256)
    for byte in text.utf8 { withUnsafeBytes(of: byte) { hash.update($0) } }
    #expect(hash.finish() == digest)
}

@Test func theRateIsThatOfTheLastSeconds() throws {
    let begin = ContinuousClock.now
    var progress = TransferProgress(file: "w", total: 10_000, present: 1000, at: begin)
    #expect(progress.rate == nil)
    for second in 1...4 { progress.reached(1000 + 100 * second, at: begin + .seconds(second)) }
    #expect(progress.rate == 100)
    #expect(progress.secondsLeft == 86)
    for second in 5...12 { progress.reached(1400 + 200 * (second - 4), at: begin + .seconds(second)) }
    #expect(progress.rate == 200)
    progress.reached(0, at: begin + .seconds(13))
    progress.reached(50, at: begin + .seconds(14))
    #expect(progress.rate == 50)
}

@Test(arguments: [
    (768, 12, 32, "ViT-B/32"), (1024, 24, 14, "ViT-L/14"), (1280, 32, 14, "ViT-H/14"), (1664, 48, 14, "ViT-bigG/14"),
    (100, 3, 8, "ViT-3x100/8"),
])
func visionTransformersBearTheirNames(width: Int, layers: Int, patch: Int, name: String) {
    var vision = VisionConfiguration()
    vision.patch = patch
    vision.transformer = TransformerConfiguration(
        width: width, layers: layers, heads: 1, hidden: 4 * width, activation: .gelu)
    #expect(vision.family == name)
}

@Test(arguments: [("tf_efficientnet_lite2", "EfficientNet-Lite2"), ("efficientnet_b0", "EfficientNet-B0")])
func efficientNetsBearTheirNames(timm: String, name: String) throws {
    let network = try #require(EfficientNetConfiguration.named[timm])
    #expect(EfficientNetTower(network: network, head: TimmHeadConfiguration()).family == name)
}

@Test(arguments: [
    (64, [3, 4, 6, 3], "RN50"), (64, [3, 4, 23, 3], "RN101"), (80, [4, 6, 10, 6], "RN50x4"),
    (8, [1, 1, 1, 1], "RN-1-1-1-1x8"),
])
func resNetsBearTheirNames(width: Int, layers: [Int], name: String) {
    let network = ResNetConfiguration(imageSize: 224, width: width, layers: layers, heads: 32)
    #expect(network.family == name)
}

/// With both configurations the weights are open_clip's where such are there, else Hugging Face's, shards included.
@Test(arguments: [
    (
        ["open_clip_config.json", "config.json", "model.safetensors", "open_clip_pytorch_model.bin"],
        ["open_clip_pytorch_model.bin"]
    ),
    (["open_clip_config.json", "config.json", "pytorch_model.bin", "model.safetensors"], ["model.safetensors"]),
    (
        [
            "open_clip_config.json", "config.json", "model.safetensors.index.json", "model-00001-of-00001.safetensors",
        ], ["model.safetensors.index.json", "model-00001-of-00001.safetensors"]
    ),
    (["open_clip_config.json", "model.safetensors.index.json"], []),
    (["config.json", "open_clip_model.safetensors"], []),
    (["open_clip_config.json", "../model.safetensors", "epoch_1.pt"], []),
])
func theWeightsOfOneLayoutAreTaken(names: [String], expected: [String]) throws {
    let siblings = names.map { ["rfilename": $0] }
    let json = try JSONSerialization.data(
        withJSONObject: ["sha": String(repeating: "0", count: 40), "siblings": siblings])
    #expect(try RepositoryFiles(json: json, url: "http://hub").weights == expected)
}
