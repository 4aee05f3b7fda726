/** Prints data into a template; throws when the template prints something that the data lacks. */
export type FillTemplate = (context: object) => string;

/** Compiles one of the templates that the package ships; everything that it prints is escaped unless marked `safe`. */
export async function loadTemplate(source: string): Promise<FillTemplate> {
  const { default: nunjucks } = await import('nunjucks');
  // No loader: the template can include nothing.
  const environment = new nunjucks.Environment([], {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  const template = new nunjucks.Template(source, environment);
  return (context) => template.render(context);
}
