// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "Search",
    dependencies: [.package(name: "clipscope", path: "../..")],
    targets: [
        .executableTarget(
            name: "Search", dependencies: [.product(name: "Model", package: "clipscope")], path: "Sources")
    ]
)
