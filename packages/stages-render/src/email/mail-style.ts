import { type ChartColour, fallingColour, risingColour } from '../charts/chart-theme.ts';

/** The width of a chart in a mail, in CSS pixels. */
export const chartWidth = 560;

/** The width of everything, in CSS pixels: a chart, the rim of its box and the gutters beside it. */
export const mailWidth = chartWidth + 2 * (7 + 1) + 2 * 12;

const palette = {
  page: { light: '#f3f5f9', dark: '#0f141c' },
  paper: { light: '#ffffff', dark: '#171e29' },
  ink: { light: '#17202e', dark: '#e8ecf3' },
  soft: { light: '#56617a', dark: '#a9b4c6' },
  line: { light: '#dfe4ec', dark: '#2c3645' },
  band: { light: '#16294a', dark: '#182742' },
  bandInk: { light: '#ffffff', dark: '#ffffff' },
  bandSoft: { light: '#c5d0e4', dark: '#b3c0d8' },
  zebra: { light: '#f7f9fc', dark: '#1b2330' },
  accent: { light: '#1c4f8f', dark: '#7fb3f2' },
  up: risingColour,
  down: fallingColour,
} as const satisfies Record<string, ChartColour>;

const light = (name: keyof typeof palette) => palette[name].light;
// Names with spaces need no quotes, which would have to be escaped in an attribute.
const font = 'font-family:-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif';
const box = `background-color:${light('paper')};border:1px solid ${light('line')};border-radius:8px`;
const words = `${font};color:${light('ink')};overflow-wrap:anywhere;word-break:break-word`;
const softWords = `${font};color:${light('soft')};overflow-wrap:anywhere;word-break:break-word`;
const figures = 'font-variant-numeric:tabular-nums';

/** The style attribute of each part of the mail. Colours have a class beside them, which dark screens act on. */
export const mailStyle = {
  page: `margin:0;padding:0;background-color:${light('page')}`,
  frame: `width:100%;max-width:${mailWidth}px;table-layout:fixed`,
  filling: 'width:100%;table-layout:fixed',
  band: `padding:22px 28px 20px;background-color:${light('band')}`,
  title: `margin:0;${font};font-size:24px;line-height:30px;font-weight:600;color:${light('bandInk')};overflow-wrap:anywhere;word-break:break-word`,
  meta: `margin:6px 0 0;${font};font-size:14px;line-height:20px;color:${light('bandSoft')}`,
  block: 'padding:16px 12px 0',
  card: `padding:11px 14px 13px;${box};border-top:3px solid ${light('accent')}`,
  cardTitle: `margin:0;${softWords};font-size:13px;line-height:18px;font-weight:500`,
  figure: `margin:3px 0 0;${words};font-size:22px;line-height:28px;font-weight:600;${figures}`,
  change: `margin:3px 0 0;${softWords};font-size:12px;line-height:17px;${figures}`,
  up: `color:${light('up')}`,
  down: `color:${light('down')}`,
  unchanged: `color:${light('soft')}`,
  section: `padding:14px 7px 7px;${box}`,
  heading: `margin:0 0 10px;padding:0 8px;${words};font-size:16px;line-height:22px;font-weight:600`,
  // Pictures cannot adapt to a dark screen: they and their legends stay on white paper.
  plot: `padding:0;background-color:${palette.paper.light};border-radius:4px`,
  legend: `margin:0;padding:6px 8px;${font};font-size:13px;line-height:20px;color:${palette.soft.light};overflow-wrap:anywhere`,
  image: `display:block;width:100%;max-width:${chartWidth}px;height:auto;border:0;border-radius:4px;${font};font-size:13px;line-height:18px;color:${palette.soft.light}`,
  empty: `margin:0;padding:0 8px 8px;${softWords};font-size:14px;line-height:20px`,
  scroll: 'overflow-x:auto',
  table: `width:100%;border-collapse:collapse;${font};font-size:13px;line-height:18px;color:${light('ink')};overflow-wrap:anywhere;${figures}`,
  headCell: `overflow-wrap:normal;color:${light('soft')};font-weight:600;border-bottom:2px solid ${light('line')}`,
  prose: 'min-width:140px',
  zebra: `background-color:${light('zebra')}`,
  softCell: `color:${light('soft')}`,
  paragraph: `margin:0 0 10px;padding:0 16px;${words};font-size:15px;line-height:23px`,
  omission: `margin:0 0 10px;padding:0 16px;${softWords};font-size:13px;line-height:19px`,
  foot: `margin:0;padding:2px 16px 28px;${softWords};font-size:12px;line-height:18px`,
} as const;

const dark = (name: keyof typeof palette, property: string) => `${property}:${palette[name].dark}!important`;

/** What style attributes cannot say; clients that drop it show the light colours. It names no file, font or image. */
export const mailStyleSheet = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{${dark('page', 'background-color')}}
.band{${dark('band', 'background-color')}}
.meta{${dark('bandSoft', 'color')}}
.paper{${dark('paper', 'background-color')};${dark('line', 'border-color')}}
.card{${dark('accent', 'border-top-color')}}
.rule{${dark('line', 'border-color')}}
.zebra{${dark('zebra', 'background-color')}}
.ink{${dark('ink', 'color')}}
.soft{${dark('soft', 'color')}}
.up{${dark('up', 'color')}}
.down{${dark('down', 'color')}}
.unchanged{${dark('soft', 'color')}}
}
`;
