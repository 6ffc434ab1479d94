/** One sheet for the whole report, light and dark. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #667085; --line: #e3e6ea; --card: #fff; --page: #f6f7f9;
  --right: #1f9d6b; --wrong: #d9544d; --accent: #3b6fd4; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --soft: #9aa3af; --line: #2e343c; --card: #1a1e24;
  --page: #121519; --right: #45c48f; --wrong: #ef7b74; --accent: #7ea6f4; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 0 0 12px; }
p { margin: 0 0 12px; max-width: 76ch; } .soft { color: var(--soft); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px; margin-top: 20px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 7px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } th { font-weight: 600; color: var(--soft); font-size: 13px; }
tr:last-child td { border-bottom: 0; }
td small { color: var(--soft); }
.bar { display: block; position: relative; height: 6px; border-radius: 3px; background: var(--line); margin-top: 4px; min-width: 84px; }
.bar i { position: absolute; inset: 0 auto 0 0; border-radius: 3px; background: var(--accent); }
.bar b { position: absolute; top: -2px; bottom: -2px; background: var(--ink); opacity: .28; border-radius: 2px; }
.strip { display: grid; grid-template-columns: 96px 96px 20px repeat(5, 96px) 20px 96px; gap: 8px; align-items: start;
  padding: 12px 0; border-top: 1px solid var(--line); min-width: 860px; }
.strip:first-of-type { border-top: 0; }
figure { margin: 0; } figure img, .none { width: 96px; height: 96px; object-fit: contain; border-radius: 8px; display: block;
  background: #fff; border: 2px solid var(--line); }
figure.checked img { background: repeating-conic-gradient(#d5d8dd 0 25%, #fff 0 50%) 0 / 16px 16px; }
figure.right img { border-color: var(--right); } figure.wrong img { border-color: var(--wrong); }
.none { display: grid; place-items: center; color: var(--soft); background: transparent; font-size: 12px; text-align: center; }
figcaption { font-size: 11px; line-height: 1.3; color: var(--soft); margin-top: 4px; overflow-wrap: anywhere; }
.arrow { align-self: center; text-align: center; color: var(--soft); padding-bottom: 24px; }
.heads { font-size: 12px; color: var(--soft); font-weight: 600; padding: 0 0 4px; border: 0; }
svg { width: 100%; max-width: 560px; height: auto; display: block; } svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
.confusion td, .confusion th { padding: 4px 8px; font-size: 13px; text-align: center; }
.confusion th:first-child, .confusion td:first-child { text-align: left; }
.key { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin: 0 4px 0 12px; }
`;
