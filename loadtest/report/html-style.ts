/** The report's own sheet, in the house's colours. The page asks for nothing from anywhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #faf7f0; --card: #ffffff; --line: #e4ddcf; --ink: #26231f; --soft: #6b645a;
  --leaf: #3f6b4a; --own: #e7efe4; --amber: #8a5a00; --clay: #a8481f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #1b1a17; --card: #24221e; --line: #38342d; --ink: #ece6da; --soft: #a69d8f;
    --leaf: #8fc19a; --own: #2a3830; --amber: #e0b35a; --clay: #e58a62;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 32px 16px 64px; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  font-variant-numeric: tabular-nums;
}
main { max-width: 920px; margin: 0 auto; }
.over { color: var(--soft); font-size: 13px; margin: 0 0 4px; }
h1 { font-size: 22px; line-height: 1.35; font-weight: 600; margin: 0 0 16px; }
h2 { font-size: 16px; font-weight: 600; margin: 0 0 8px; }
.word { display: inline-block; padding: 0 8px; margin-right: 8px; border-radius: 8px; border: 1px solid currentColor; }
.good { color: var(--leaf); } .bad { color: var(--clay); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin: 16px 0; }
.hints { color: var(--soft); font-size: 13px; margin: 4px 0 0; }
.warning { color: var(--amber); }
ul { margin: 0; padding-left: 20px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 4px 8px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
tr:last-child td, tr:last-child th { border-bottom: 0; }
thead th { color: var(--soft); font-weight: 400; font-size: 13px; }
th:first-child, td:first-child { text-align: left; padding-left: 0; font-weight: 400; }
.facts td { text-align: left; white-space: normal; }
.facts th { width: 128px; color: var(--soft); vertical-align: top; text-align: left; }
summary { cursor: pointer; color: var(--leaf); }
summary:focus-visible { outline: 2px solid var(--leaf); outline-offset: 2px; }
.meaning { text-align: left; white-space: normal; }
svg { display: block; width: 100%; min-width: 600px; height: auto; }
@media (max-width: 600px) { .meaning { display: none; } section { padding: 12px; } }
svg text { font-size: 12px; fill: var(--ink); }
svg .tick, svg .hint { fill: var(--soft); }
svg .grid { stroke: var(--line); }
svg .axis { stroke: var(--soft); }
svg .shade { fill: var(--line); opacity: .45; }
svg .mark { stroke: var(--soft); stroke-dasharray: 2 3; }
svg .wanted { stroke: var(--soft); stroke-dasharray: 6 4; }
svg .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
svg .thin { stroke-width: 1; }
svg .dashed { stroke-dasharray: 5 3; }
svg .bar { fill: var(--leaf); opacity: .75; }
svg path.leaf { stroke: var(--leaf); } svg text.leaf { fill: var(--leaf); }
svg path.amber { stroke: var(--amber); } svg text.amber { fill: var(--amber); }
svg path.clay { stroke: var(--clay); } svg text.clay { fill: var(--clay); }
svg path.soft { stroke: var(--soft); } svg text.soft { fill: var(--soft); }
@media print { body { padding: 0; } section { break-inside: avoid; } }
`.trim()
