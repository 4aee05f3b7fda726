const LISTED = 10;

/** One warning that names the characters which no font has; none when there are none. */
export function missingGlyphWarning(missing: ReadonlySet<string>): readonly string[] {
  if (missing.size === 0) return [];
  const named = [...missing].slice(0, LISTED).map((character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return `${character} (U+${code})`;
  });
  const others = missing.size > LISTED ? ` and ${missing.size - LISTED} more` : '';
  return [`no font of the PDF has ${named.join(', ')}${others}; � stands in their place`];
}
