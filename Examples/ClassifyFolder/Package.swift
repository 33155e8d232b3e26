// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "ClassifyFolder",
    dependencies: [.package(name: "clipscope", path: "../..")],
    targets: [
        .executableTarget(
            name: "ClassifyFolder", dependencies: [.product(name: "Model", package: "clipscope")], path: "Sources")
    ]
)
