import { artifactFormats } from '@daybook/kernel';
import {
  createEmailRenderer,
  createHtmlRenderer,
  createPdfRenderer,
  templateVersions,
} from '@daybook/stages-render';
import { describe, expect, it } from '@jest/globals';

describe('the template versions', () => {
  it('are those of the renderers', () => {
    const renderers = [createHtmlRenderer(), createPdfRenderer(), createEmailRenderer()];
    expect(Object.fromEntries(renderers.map(({ format, version }) => [format, version]))).toEqual(
      templateVersions,
    );
  });

  it('are positive integers by format', () => {
    for (const [format, version] of Object.entries(templateVersions)) {
      expect(artifactFormats).toContain(format);
      expect(Number.isInteger(version) && version > 0).toBe(true);
    }
  });
});
