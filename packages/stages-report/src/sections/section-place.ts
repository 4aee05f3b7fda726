import { EngineError } from '@daybook/kernel';

/** Which section of which report, for messages. */
export interface SectionPlace {
  /** The slug of the report. */
  readonly report: string;
  /** From 0. */
  readonly index: number;
  readonly title: string | undefined;
}

/** A `report.section-failed`; `problem` continues a sentence whose subject is the section, and says what to do. */
export function sectionFailed(place: SectionPlace, problem: string): EngineError {
  const title = place.title === undefined ? '' : ` ("${place.title}")`;
  return new EngineError(
    'report.section-failed',
    `Section ${place.index + 1}${title} of report "${place.report}" ${problem}`,
    { details: { report: place.report, section: place.index, pointer: `/sections/${place.index}` } },
  );
}
