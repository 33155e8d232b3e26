extension ReportPage {
    /// For a phone's width and a desktop's, in light and dark.
    static let style: Markup = """
        :root{color-scheme:light dark;--text:#1c2024;--quiet:#5f6b76;--ground:#fff;--panel:#f2f4f6;--bar:#3b6fb6;\
        --right:#2f855a;--wrong:#c2410c;--rule:#d9dee3}\
        @media(prefers-color-scheme:dark){:root{--text:#e4e7ea;--quiet:#98a4af;--ground:#15181b;--panel:#1f2429;\
        --bar:#79a7e3;--right:#5ac08d;--wrong:#f0854e;--rule:#363d44}}\
        body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}\
        main{max-width:960px;margin:0 auto;padding:1rem}\
        h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem;margin-top:2.5rem}h3{font-size:1rem}\
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:.75rem}\
        .tile{background:var(--panel);border-radius:8px;padding:.75rem;display:flex;flex-direction:column}\
        .tile strong{font-size:1.5rem}.tile small,.quiet,figcaption small{color:var(--quiet)}\
        .note{border-left:4px solid var(--wrong);padding-left:.75rem}\
        section{overflow-x:auto}svg{width:100%;min-width:520px;height:auto;font:13px system-ui,sans-serif}\
        svg text{fill:var(--text)}svg .label{text-anchor:end}\
        .ground{fill:var(--panel)}.bar{fill:var(--bar)}.right{fill:var(--right)}.wrong{fill:var(--wrong)}\
        .line{stroke:var(--quiet);stroke-dasharray:4}\
        table{border-collapse:collapse;display:block;overflow-x:auto}\
        td,th{padding:.25rem .75rem .25rem 0;text-align:left;border-bottom:1px solid var(--rule);vertical-align:top}\
        code{overflow-wrap:anywhere}\
        .gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:1rem}\
        figure{margin:0}figure img{width:100%;height:150px;object-fit:contain;background:var(--panel);border-radius:6px}\
        figcaption{font-size:.85rem;overflow-wrap:anywhere}
        """
}
