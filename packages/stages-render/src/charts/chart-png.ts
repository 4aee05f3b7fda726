import { fontFiles, fontPath } from '../font-files.ts';
import { chartFont } from './chart-theme.ts';

/**
 * The pixels of a drawing as PNG, on white, `width` pixels wide; the same drawing gives the same bytes everywhere.
 * @throws {Error} when the drawing is no SVG.
 */
export async function drawPng(svg: string, width: number): Promise<Uint8Array> {
  // Heavy, hence only loaded for a format that needs pixels.
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(svg, {
    background: '#ffffff',
    fitTo: { mode: 'width', value: width },
    // Without files the engine leaves all text out and says nothing; fonts of the machine would differ between machines.
    font: {
      loadSystemFonts: false,
      fontFiles: Object.values(fontFiles.regular).map(fontPath),
      defaultFontFamily: chartFont.family,
    },
  });
  return image.asPng();
}
