import type { TopLevelSpec } from 'vega-lite';

/** Compiles one of our own specifications and draws it as a lean `svg` element. */
export async function drawSpec(spec: TopLevelSpec): Promise<string> {
  // Heavy, hence only loaded for a report that has a chart.
  const vega = await import('vega');
  const { compile } = await import('vega-lite');
  const { expressionInterpreter } = await import('vega-interpreter');
  const problems: string[] = [];
  const logger = vega.logger(vega.Warn, undefined, (_method, _level, args) => {
    problems.push(args.map(String).join(' '));
  });
  const compiled = compile(spec, { logger });
  const view = new vega.View(vega.parse(compiled.spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    loader: refusingLoader,
    logger,
    renderer: 'none',
  });
  try {
    const svg = await view.toSVG();
    if (problems.length > 0) throw new Error(`the chart could not be drawn: ${problems.join('; ')}`);
    return toLeanSvg(svg);
  } finally {
    view.finalize();
  }
}

/** Vega's own loader reads files and URLs. */
const refusingLoader = {
  load: refuse,
  http: refuse,
  file: refuse,
  // Vega calls this without a handler for rejections: refusing here would end the process.
  sanitize: () => Promise.resolve({ href: '' }),
};

function refuse(): Promise<never> {
  return Promise.reject(new Error('charts load nothing'));
}

/**
 * Drops what only interaction needs and shortens coordinates to a hundredth of a unit. The drawing holds no text but
 * our own labels, so attributes can be told apart safely.
 */
function toLeanSvg(svg: string): string {
  return (
    svg
      .replaceAll(/<path class="(?:background|foreground)"[^>]*\/>/g, '')
      .replaceAll(/ (?:pointer-events|aria-hidden|role|aria-roledescription|opacity|class)="[^"]*"/g, '')
      .replaceAll(/ (?:xmlns:xlink|version)="[^"]*"/g, '')
      // The page that shows the drawing gives it its size.
      .replace(/^(<svg[^>]*?) width="[^"]*" height="[^"]*"/, '$1')
      // Solid, in a spelling that the PDF engine refuses.
      .replaceAll(' stroke-dasharray="1,0"', '')
      .replaceAll(/ (?:d|transform|x2|y2)="[^"]*"/g, (attribute) =>
        attribute.replaceAll(/-?\d+\.\d+(?:e-?\d+)?/g, (number) =>
          String(Math.round(Number(number) * 100) / 100),
        ),
      )
  );
}
