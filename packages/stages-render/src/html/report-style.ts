import { chartColours } from '../charts/chart-theme.ts';

// Attributes of a drawing yield to any style rule: dark screens only need each colour's counterpart.
const darkChartRules = chartColours
  .map(({ light, dark }) => `[stroke="${light}"]{stroke:${dark}}[fill="${light}"]{fill:${dark}}`)
  .join('');

/** The whole style sheet of a report page; it names no file, font or image. */
export const reportStyle = `
:root{color-scheme:light dark;--page:#f3f5f9;--paper:#fff;--ink:#17202e;--soft:#56617a;--line:#dfe4ec;--band:#16294a;--bandink:#fff;
--bandsoft:#c5d0e4;--zebra:#f7f9fc;--accent:#1c4f8f;--up:#0f766e;--down:#a61e2d}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 "Noto Sans",system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
overflow-wrap:anywhere}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1.5rem}
.band{background:var(--band);color:var(--bandink)}
.band header{padding-top:1.75rem;padding-bottom:1.75rem}
h1{margin:0;font-size:1.75rem;line-height:1.2;font-weight:650;letter-spacing:-.01em}
.meta{margin:.45rem 0 0;color:var(--bandsoft);font-size:.9375rem}
.meta span+span::before{content:"·";margin:0 .55em}
main{padding-top:1.5rem;padding-bottom:.5rem}
section{margin:0 0 1.5rem;padding:1.25rem 1.5rem 1.1rem;background:var(--paper);border:1px solid var(--line);border-radius:.5rem}
section.cards,section.note{padding:0;background:none;border:0}
h2,caption{margin:0 0 .85rem;font-size:1.0625rem;line-height:1.35;font-weight:650;text-align:left}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(12.5rem,100%),1fr));gap:1rem;margin:0;padding:0;list-style:none}
.card{padding:.9rem 1rem 1rem;background:var(--paper);border:1px solid var(--line);border-top:3px solid var(--accent);border-radius:.5rem}
.card h2{margin:0;font-size:.875rem;font-weight:500;color:var(--soft)}
.figure{margin:.3rem 0 0;font-size:1.625rem;line-height:1.25;font-weight:650;font-variant-numeric:tabular-nums;letter-spacing:-.01em}
.change{margin:.25rem 0 0;font-size:.8125rem;color:var(--soft);font-variant-numeric:tabular-nums}
.change .mark{display:inline-block;width:.7em;height:.7em;margin-right:.4em}
.up .mark{fill:var(--up)}.down .mark{fill:var(--down)}.unchanged .mark{fill:var(--soft)}
.note p{margin:0 0 .6rem;max-width:46rem}
.scroll{overflow-x:auto}
.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.plot svg{display:block;width:100%;min-width:30rem;height:auto;overflow:visible}
.plot text{font-family:inherit;font-variant-numeric:tabular-nums}
.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.4rem;margin:0 0 .6rem;padding:0;list-style:none;font-size:.875rem;color:var(--soft)}
.legend svg{width:1.5rem;height:.7rem;margin-right:.5rem}.legend .box{width:.65rem}
.empty{margin:0;color:var(--soft)}
table{width:100%;border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums lining-nums}
caption{padding:0}
th,td{padding:.42rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-weight:650;color:var(--soft);vertical-align:bottom;border-bottom:2px solid var(--line);white-space:nowrap}
td.date,td.text{white-space:nowrap}
th.right,td.right{text-align:right;white-space:nowrap}
td.prose{min-width:16rem}
tbody tr:nth-child(even){background:var(--zebra)}
footer{padding-top:.25rem;padding-bottom:2.25rem;font-size:.8125rem;color:var(--soft)}
footer p{margin:0;max-width:46rem}
code{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:.95em}
@media (max-width:58rem){
.grid{grid-template-columns:repeat(auto-fit,minmax(min(16rem,100%),1fr))}
}
@media (max-width:40rem){
header,main,footer{padding-left:1rem;padding-right:1rem}
.band header{padding-top:1.25rem;padding-bottom:1.25rem}
h1{font-size:1.375rem}
main{padding-top:1rem}
section{margin-bottom:1rem;padding:1rem}
.grid{gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(9.25rem,100%),1fr))}
.card{padding:.75rem .85rem}
.figure{font-size:1.3125rem}
.plot{padding-left:.4rem}
.plot svg{min-width:25rem}
.plot text{font-size:15px}
}
@media (prefers-color-scheme:dark){
:root{--page:#0f141c;--paper:#171e29;--ink:#e8ecf3;--soft:#a9b4c6;--line:#2c3645;--band:#182742;--bandsoft:#b3c0d8;--zebra:#1b2330;--accent:#7fb3f2;
--up:#4fc9bd;--down:#f0818c}
${darkChartRules}
}
@media print{
@page{margin:15mm}
:root{color-scheme:light;--page:#fff;--paper:#fff;--ink:#17202e;--soft:#56617a;--line:#dfe4ec;--band:#fff;--bandink:#17202e;--bandsoft:#56617a;--zebra:#fff;
--accent:#1c4f8f;--up:#0f766e;--down:#a61e2d}
body{font-size:10pt}
header,main,footer{max-width:none;padding-left:0;padding-right:0}
section{padding:0;border:0}
.card,.plot,tr,h2{break-inside:avoid}
h2{break-after:avoid}
thead{display:table-header-group}
.scroll{overflow:visible}
.plot svg{min-width:0}
th,td,th.right,td.right,td.text{white-space:normal}
td.prose{min-width:0}
}
`;
