/// One thing the user can do. Hints, help, the palette and docs/keys.md are printed from `Action.all`.
package struct Action: Sendable {
    /// "nextWrong", "page.classes", "classes.open": stays what it is when keys and titles change. One thing that has
    /// another key or help elsewhere has the same there.
    package let id: String
    package let keys: [Key]
    /// Two or three words, for the line at the bottom.
    package let title: String
    /// A sentence, for help.
    package let help: String
    package let contexts: Set<Context>
    /// Place in the line at the bottom, lowest first; nil keeps it out.
    package let hint: Int?
    /// Why it cannot be done now; nil when it can.
    package let unavailable: @Sendable (State) -> String?

    /// Does it; returns what someone else is to do.
    let perform: @Sendable (inout State) -> [Work]
    /// It is about the list of images, and leads to their page.
    private(set) var leadsToImages = false
    /// The palette lists it.
    private(set) var isListed = true

    init(
        _ id: String, _ keys: [Key], _ title: String, _ help: String, in contexts: Set<Context>, hint: Int? = nil,
        unavailable: @escaping @Sendable (State) -> String? = { _ in nil },
        begins perform: @escaping @Sendable (inout State) -> [Work]
    ) {
        (self.id, self.keys, self.title, self.help) = (id, keys, title, help)
        (self.contexts, self.hint, self.unavailable, self.perform) = (contexts, hint, unavailable, perform)
    }

    init(
        _ id: String, _ keys: [Key], _ title: String, _ help: String, in contexts: Set<Context>, hint: Int? = nil,
        unavailable: @escaping @Sendable (State) -> String? = { _ in nil },
        does: @escaping @Sendable (inout State) -> Void
    ) {
        self.init(id, keys, title, help, in: contexts, hint: hint, unavailable: unavailable) {
            does(&$0)
            return []
        }
    }

    var onImages: Action {
        var action = self
        action.leadsToImages = true
        return action
    }

    var unlisted: Action {
        var action = self
        action.isListed = false
        return action
    }

    package static func action(for key: Key, in context: Context) -> Action? {
        all.first { $0.contexts.contains(context) && $0.keys.contains(key) }
    }

    /// What the line at the bottom shows, most useful first.
    package static func hints(in context: Context) -> [Action] {
        all.filter { $0.hint != nil && $0.contexts.contains(context) }.sorted { $0.hint! < $1.hint! }
    }

    /// What the palette lists: what works there, then what works on the images and on the prompts.
    package static func commands(in context: Context) -> [Action] {
        let own = all.filter { $0.contexts.contains(context) }
        return (own + all.filter { !$0.contexts.isDisjoint(with: panes) }).filter(\.isListed)
    }

    static let panes: Set<Context> = [.images, .prompts]
}
