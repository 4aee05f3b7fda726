declare module 'svg-to-pdfkit' {
  interface Options {
    readonly width: number;
    readonly height: number;
    /** Units of the drawing are points. */
    readonly assumePt: boolean;
    /** The alias of the font for a piece of text. */
    readonly fontCallback: () => string;
    readonly warningCallback: (message: string) => void;
  }
  /** Draws an SVG document into a PDF document at a place of the current page. */
  export default function drawSvg(
    document: object,
    svg: string,
    x: number,
    y: number,
    options: Options,
  ): void;
}
