import type { ReportModel } from '@daybook/kernel';
import { shortHash } from '../short-hash.ts';
import type { TextStyle } from './font-book.ts';
import { body, footer, ink } from './page-geometry.ts';
import type { PageFlow } from './page-flow.ts';

const style: TextStyle = { weight: 'regular', size: footer.size, colour: ink.soft };

/** Goes back over all pages, now that their number is known. */
export function drawFooters({ document, fonts }: PageFlow, { version, snapshotSha256 }: ReportModel): void {
  const { start, count } = document.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    document.switchToPage(index);
    document.moveTo(body.left, footer.ruleY).lineTo(body.right, footer.ruleY).lineWidth(0.5).stroke(ink.line);
    fonts.print(
      `Version ${version} · Snapshot ${shortHash(snapshotSha256)}`,
      body.left,
      footer.baseline,
      style,
    );
    const number = `Page ${index - start + 1} of ${count}`;
    fonts.print(number, body.right - fonts.width(number, style), footer.baseline, style);
  }
}
