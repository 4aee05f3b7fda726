import { describe, expect, it } from '@jest/globals';
import { createHtmlRenderer } from '../src/html/html-renderer.ts';
import { createPdfRenderer } from '../src/pdf/pdf-renderer.ts';
import { createRendererRegistry } from '../src/renderer-registry.ts';

describe('createRendererRegistry', () => {
  it('finds a renderer by its format', () => {
    const html = createHtmlRenderer();
    const registry = createRendererRegistry([html, createPdfRenderer()]);
    expect(registry.formats).toEqual(['html', 'pdf']);
    expect(registry.find('html')).toBe(html);
  });

  it('knows no format that was not listed', () => {
    expect(createRendererRegistry([createHtmlRenderer()]).find('pdf')).toBeUndefined();
  });

  it('refuses two renderers of one format', () => {
    expect(() => createRendererRegistry([createHtmlRenderer(), createHtmlRenderer()])).toThrow(
      'renderer "html" is listed twice',
    );
  });
});
