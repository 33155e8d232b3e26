import Foundation
import Model
import Synchronization

/// Writes the tables of a page.
extension Saving {
    func export(_ tables: ResultTables, to name: String, as format: ResultTables.Format, replacing isReplacing: Bool) {
        let file = paths.file(named: name)
        stopsExport.store(false, ordering: .relaxed)
        queue.async { [self] in
            guard isReplacing || !FileManager.default.fileExists(atPath: file.path) else {
                return mailbox.post(.notExported(.exists(name)))
            }
            let total = tables.tables(in: format).reduce(0) { $0 + $1.count }
            let pace = Pace(every: .milliseconds(200), beginsAtOnce: false)
            do {
                try tables.write(
                    to: file, as: format,
                    progress: { rows in if pace.isDue { mailbox.post(.exporting(rows, of: total)) } },
                    isCancelled: { stopsExport.load(ordering: .relaxed) })
                mailbox.post(.exported(file.path, rows: total, lost: tables.lost(in: format)))
            } catch is CancellationError {
                mailbox.post(.notExported(.stopped))
            } catch {
                mailbox.post(.notExported(.failed(message(of: error))))
            }
        }
    }

    func stopExport() { stopsExport.store(true, ordering: .relaxed) }
}
