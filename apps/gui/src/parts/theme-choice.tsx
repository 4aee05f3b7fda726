import { RadioGroup } from 'radix-ui';
import { useId, useState } from 'react';
import { applyTheme, readTheme, storeTheme, type Theme, themes } from '../theme.ts';

const names: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

/** Light, dark, or as the machine has it; kept in this browser. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(readTheme);
  const id = useId();
  const choose = (value: string) => {
    const next = themes.find((entry) => entry === value) ?? 'system';
    setTheme(next);
    storeTheme(next);
    applyTheme(next);
  };
  return (
    <RadioGroup.Root className="themes" aria-label="Theme" value={theme} onValueChange={choose}>
      {themes.map((entry) => (
        <div key={entry} className="theme">
          <RadioGroup.Item id={`${id}-${entry}`} value={entry} className="radio">
            <RadioGroup.Indicator className="radio-dot" />
          </RadioGroup.Item>
          <label htmlFor={`${id}-${entry}`}>{names[entry]}</label>
        </div>
      ))}
    </RadioGroup.Root>
  );
}
