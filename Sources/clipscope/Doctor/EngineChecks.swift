import Foundation
import Model
import TUI

/// The program's own files, the model, and what computes.
struct EngineChecks {
    let model: ModelOptions

    var all: [Check] {
        do {
            let home = try Home.current()
            return [.ok("files", home.folder.path)] + modelChecks(home)
                + [samples(home), templates(home), themes(home), library, processor]
        } catch {
            return [
                .broken("files", message(of: error), advice: "run clipscope from its folder, or reinstall it"),
                library, processor,
            ]
        }
    }

    private func modelChecks(_ home: Home) -> [Check] {
        do {
            let location = try model.location(home)
            var seconds = 0.0
            let clip = try timed(&seconds) {
                let clip = try model.load(home, usesCache: false)
                try clip.readTowers()
                return clip
            }
            let facts = [
                "\(clip.name): \(clip.dimension) dimensions", "context \(clip.tokenizer.contextLength)",
                String(format: "logit scale %.1f", clip.logitScale)
                    + (clip.logitBias.map { String(format: " and bias %.1f", $0) } ?? ""),
                String(format: "read in %.0f ms", 1000 * seconds),
            ]
            let size = Self.bytes(in: location).formatted(.byteCount(style: .file))
            return [
                .ok("model", facts.joined(separator: ", ")), .ok("weights", "\(size), fingerprint \(clip.fingerprint)"),
            ]
        } catch {
            return [
                .broken("model", message(of: error), advice: "name another with --model, or get the files again")
            ]
        }
    }

    /// The sizes of a directory's files, of which links count as what they lead to.
    private static func bytes(in directory: URL) -> Int64 {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.reduce(0) { sum, name in
            let file = directory.appending(path: name).resolvingSymlinksInPath()
            return sum + Int64((try? file.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0)
        }
    }

    private func samples(_ home: Home) -> Check {
        do {
            let dataset = try Dataset(contentsOf: home.photos, library: home.templates)
            let classes = dataset.labelColumns.map { "\($0.classes.count) classes \($0.name)" }
            let line = "\(dataset.name): \(dataset.images.count) images, \(classes.joined(separator: ", "))"
            return dataset.warnings.first.map {
                .warning("samples", $0, advice: "get the files of sample-data/photos again")
            } ?? .ok("samples", line)
        } catch {
            return .warning("samples", message(of: error), advice: "name another dataset with --dataset")
        }
    }

    private func templates(_ home: Home) -> Check {
        do {
            let sets = try TemplateListing(home.templates).sets
            guard !sets.isEmpty else {
                return .warning(
                    "templates", "\(home.templates.folder.path): no sets", advice: "get sample-data/prompts again")
            }
            return .ok("templates", "\(sets.count) sets, \(sets.reduce(0) { $0 + $1.templates }) templates")
        } catch {
            return .warning("templates", message(of: error), advice: "mend or remove the file")
        }
    }

    private func themes(_ home: Home) -> Check {
        let own = Directories.current.configuration.appending(path: "themes", directoryHint: .isDirectory)
        let library = ThemeLibrary([home.themes, own])
        if let fault = library.faults.first {
            return .warning("themes", message(of: fault.error), advice: "mend or remove the file")
        }
        return library.themes.isEmpty
            ? .warning("themes", "\(home.themes.path): no themes", advice: "get the folder themes again")
            : .ok("themes", library.themes.map(\.name).joined(separator: ", "))
    }

    private var library: Check {
        let version = OpenBLAS.configuration.split(separator: " ").prefix(2).joined(separator: " ")
        let choice = OpenBLAS.choice
        let found = "\(version), \(choice.summary)"
        return choice.advice.map { .warning("library", found, advice: $0) } ?? .ok("library", found)
    }

    private var processor: Check {
        let lines = ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").split(separator: "\n")
        func value(_ key: String) -> String? {
            lines.first { $0.hasPrefix(key) }?.split(separator: ":", maxSplits: 1).last?
                .trimmingCharacters(in: .whitespaces)
        }
        let flags = Set((value("flags") ?? "").split(separator: " ").map(String.init))
        let known = ["avx2", "avx512f", "avx512_vnni", "amx_tile"].filter(flags.contains)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let facts = [value("model name") ?? "unknown CPU", "\(cores) \(cores == 1 ? "core" : "cores")"] + known
        return .ok("processor", facts.joined(separator: ", "))
    }
}
