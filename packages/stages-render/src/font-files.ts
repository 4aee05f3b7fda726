import { createRequire } from 'node:module';

export type Weight = 'regular' | 'semibold';

/** The fonts that ship with the package, by weight and in order of preference: alias and module path. */
export const fontFiles = {
  regular: {
    'noto-regular': '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
    'dejavu-regular': 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  },
  semibold: {
    'noto-semibold': '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
    'dejavu-bold': 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
  },
} as const satisfies Record<Weight, Record<string, string>>;

/** Where a font file lies on this machine. */
export const fontPath: (file: string) => string = createRequire(import.meta.url).resolve;
