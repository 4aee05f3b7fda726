/** `system` follows the machine. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storedAs = 'daybook.theme';

/** The theme chosen in this browser; `system` when none was, or when nothing may be stored. */
export function readTheme(): Theme {
  try {
    const stored = localStorage.getItem(storedAs);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Remembers the choice where the browser allows it. */
export function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem(storedAs, theme);
  } catch {
    // Without storage it lasts until the page is closed.
  }
}

/** Shows the page in that theme. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme');
  else document.documentElement.dataset['theme'] = theme;
}
