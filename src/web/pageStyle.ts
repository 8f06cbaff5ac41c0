import { createHash } from 'node:crypto';

/** The whole style of the one-time pages: no file, font or picture is loaded from anywhere. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --back: #f3f4f6; --card: #ffffff; --text: #1a1d23; --quiet: #565d6b; --line: #d5d9e0;
  --accent: #1f4fd1; --on-accent: #ffffff; --field: #f7f8fa; --note: #fff6dd; --note-line: #d9b23c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #111318; --card: #1b1e25; --text: #eceef2; --quiet: #a7afbd; --line: #39404d;
    --accent: #8fb0ff; --on-accent: #0d1730; --field: #12151b; --note: #2c2613; --note-line: #8a7430;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 24px 16px 48px; background: var(--back); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
header, main, footer { max-width: 38rem; margin: 0 auto; }
.wide header, .wide main, .wide footer { max-width: 64rem; }
header { display: flex; align-items: center; gap: 10px; padding: 8px 4px 16px; font-weight: 600; }
.mark { width: 28px; height: 28px; border-radius: 8px; background: var(--accent); display: grid; place-items: center; }
.mark::before { content: ""; width: 12px; height: 6px; border: solid var(--on-accent); border-width: 0 0 3px 3px; transform: rotate(-45deg) translate(1px, -1px); }
main { background: var(--card); border: 1px solid var(--line); border-radius: 16px; padding: 28px; }
footer { padding: 16px 4px; color: var(--quiet); font-size: .875rem; }
h1 { margin: 0 0 12px; font-size: 1.6rem; line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
h2 { margin: 28px 0 8px; font-size: 1.1rem; }
p { margin: 0 0 14px; }
p:last-child { margin-bottom: 0; }
ol { margin: 0; padding-left: 1.4em; }
li { margin: 6px 0; padding-left: 4px; }
a { color: var(--accent); }
.quiet { color: var(--quiet); }
.note { background: var(--note); border-left: 4px solid var(--note-line); border-radius: 8px; padding: 12px 16px; margin: 20px 0 0; }
button {
  font: inherit; font-weight: 600; min-height: 48px; padding: 10px 24px; margin: 8px 0 16px; border: 0;
  border-radius: 10px; background: var(--accent); color: var(--on-accent); cursor: pointer;
}
button.plain { border: 1px solid var(--line); background: var(--card); color: var(--text); margin: 0; padding: 8px 18px; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: 10px; margin: 16px 0 0; }
[hidden] { display: none; }
button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
label, dt { display: block; margin: 16px 0 4px; font-weight: 600; }
dl, dd { margin: 0; }
dd { padding: 11px 14px; border: 1px solid var(--line); border-radius: 10px; background: var(--field); }
dd code { font-size: 1.05rem; overflow-wrap: break-word; user-select: all; }
input, code { font-family: ui-monospace, "Cascadia Mono", Consolas, Menlo, "DejaVu Sans Mono", monospace; }
input {
  width: 100%; min-height: 48px; padding: 10px 14px; border: 1px solid var(--line); border-radius: 10px;
  background: var(--field); color: var(--text); font-size: 1.05rem;
}
input.secret { font-size: 1.25rem; letter-spacing: .04em; }
.scroll { overflow-x: auto; margin: 20px 0 0; border: 1px solid var(--line); border-radius: 12px; }
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; padding: 12px 14px; color: var(--quiet); }
th, td { padding: 10px 14px; text-align: left; vertical-align: baseline; border-top: 1px solid var(--line); }
thead th { font-size: .875rem; color: var(--quiet); white-space: nowrap; }
tbody th { font-weight: 600; }
td code { overflow-wrap: break-word; }
td code.secret { user-select: all; white-space: nowrap; font-size: 1.05rem; }
@media (max-width: 34rem) {
  main { padding: 18px; }
  h1 { font-size: 1.35rem; }
  button { width: 100%; }
  input.secret { padding: 10px 8px; font-size: 1rem; letter-spacing: 0; }
  td code.secret { white-space: normal; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td, caption { display: block; }
  tbody tr { border-top: 1px solid var(--line); padding: 12px 14px; }
  tbody th, tbody td { border: 0; padding: 2px 0; }
}
@media print {
  :root { color-scheme: light; --back: #ffffff; --card: #ffffff; --text: #000000; --quiet: #333333; --line: #999999; --field: #ffffff; --accent: #1f4fd1; --note: #ffffff; --note-line: #999999; }
  body { padding: 0; font-size: 11pt; }
  header, footer, .screen { display: none; }
  main, .scroll { border: 0; padding: 0; overflow: visible; }
  header, main, footer, .wide main { max-width: none; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  td code.secret { font-size: 12pt; }
}
`;

/** Lets this one style through a policy that forbids all others. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`;
