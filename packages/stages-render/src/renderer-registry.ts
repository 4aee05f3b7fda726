import type { ArtifactFormat } from '@daybook/kernel';
import type { Renderer } from './renderer.ts';

/** The renderers of an application. */
export interface RendererRegistry {
  /** In the order in which they were listed. */
  readonly formats: readonly ArtifactFormat[];
  /** The renderer of that format; `undefined` when the application has none. */
  find(format: ArtifactFormat): Renderer | undefined;
}

/**
 * A registry of exactly the renderers listed.
 * @throws {RangeError} when two renderers have the same format.
 */
export function createRendererRegistry(renderers: readonly Renderer[]): RendererRegistry {
  const byFormat = new Map<ArtifactFormat, Renderer>();
  for (const renderer of renderers) {
    if (byFormat.has(renderer.format)) throw new RangeError(`renderer "${renderer.format}" is listed twice`);
    byFormat.set(renderer.format, renderer);
  }
  return Object.freeze({
    formats: [...byFormat.keys()],
    find: (format: ArtifactFormat) => byFormat.get(format),
  });
}
