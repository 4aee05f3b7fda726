/** A heading made of a column's name: `adj_close` → `Adj close`. */
export function columnTitle(name: string): string {
  const words = name.replaceAll('_', ' ').trim().replace(/ +/g, ' ');
  const [first = name, ...rest] = words;
  return `${first.toLocaleUpperCase('en')}${rest.join('')}`;
}
