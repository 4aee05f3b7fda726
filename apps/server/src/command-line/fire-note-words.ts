/** What a note on a fire time says to a person at a terminal. */
export const fireNoteWords = {
  shifted: 'shifted: the clocks skip the time as written',
  repeated: 'repeated: the clocks show this hour a second time',
  moved: 'moved here from a day without a session',
  market_closed: 'market closed: nothing runs',
} as const;
