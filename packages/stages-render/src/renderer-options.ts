import type { ChartDrawer } from './charts/chart-drawer.ts';

/** What several renderers can share. */
export interface RendererOptions {
  /** @default a drawer of its own */
  readonly charts?: ChartDrawer;
}
