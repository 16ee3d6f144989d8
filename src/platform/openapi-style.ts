/** The one style sheet of the page of the open API. */
export const PAGE_STYLE = `:root {
  color-scheme: light;
  --ink: #1c2733;
  --soft: #5a6876;
  --line: #dde3ea;
  --paper: #fff;
  --inset: #f5f7fa;
  --accent: #1f5fa8;
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  max-width: 72rem;
  padding: 1.5rem;
  color: var(--ink);
  background: var(--paper);
  font: 16px/1.6 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
}
a { color: var(--accent); }
a:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
header { border-bottom: 1px solid var(--line); }
header p { max-width: 46rem; margin: .4rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0; padding: 0; list-style: none; }
h1 { margin: 0 0 .5rem; font-size: 1.6rem; }
h2 { margin: 2.5rem 0 0; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.25rem; }
h3 { margin: 1.75rem 0 .25rem; font-size: 1.05rem; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
article p { margin: .25rem 0; }
.who, .answered, .none { color: var(--soft); font-size: .9rem; }
code { font: .88em/1.55 ui-monospace, "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; }
pre {
  margin: .5rem 0;
  padding: .75rem 1rem;
  max-height: 24rem;
  overflow: auto;
  background: var(--inset);
  border: 1px solid var(--line);
  border-radius: 4px;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
@media print { pre { max-height: none; } nav { display: none; } }
`;
