import {
  type ChartSection,
  type DecimalText,
  decimal,
  type MetricCard,
  type ReportModel,
  type TableSection,
  toFixedDecimal,
} from '@daybook/kernel';

/** A trading day of the sample: prices in decimal text. */
export interface Bar {
  readonly date: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

/** A seeded walk over weekdays up to 2020-12-30, the same everywhere. */
export function sampleBars(count: number): Bar[] {
  const dates: string[] = [];
  for (let day = Date.UTC(2020, 11, 30); dates.length < count; day -= 86_400_000) {
    const date = new Date(day);
    if (date.getUTCDay() % 6 !== 0) dates.unshift(date.toISOString().slice(0, 10));
  }
  let seed = 42;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648 - 0.5;
  };
  let close = 1_455;
  return dates.map((date) => {
    const open = close;
    close = Math.max(40, close * (1 + 0.0002 + next() * 0.025));
    const high = Math.max(open, close) * (1 + Math.abs(next()) * 0.012);
    const low = Math.min(open, close) * (1 - Math.abs(next()) * 0.012);
    const volume = String(Math.round(1_000_000_000 * (3 + next())));
    const price = (value: number) => decimal(value.toFixed(2));
    return { date, open: price(open), high: price(high), low: price(low), close: price(close), volume };
  });
}

/** As the report stage prints figures: two decimals, digits grouped. */
export function printed(text: string, digits = 2): string {
  const value: DecimalText = decimal(text);
  return toFixedDecimal(value, digits).replace(/\B(?=(?:\d{3})+(?!\d))(?<!\..*)/g, ',');
}

export const sampleCards: readonly MetricCard[] = [
  card('S&P 500, last close', '3,732.04', { direction: 'up', text: '+4.57 (+0.12 %) since 2020-12-29' }),
  card('Year to date', '+15.51 %', { direction: 'up', text: '+501.22 since 2019-12-31' }),
  card('Largest daily loss', '−11.98 %', { direction: 'down', text: '−324.89 on 2020-03-16' }),
  card('Trading days', '253', { direction: 'unchanged', text: 'as many as last year' }),
];

function card(title: string, figure: string, comparison: MetricCard['comparison']): MetricCard {
  return { type: 'metric_card', title, figure, comparison };
}

export function candlestick(bars: readonly Bar[]): ChartSection {
  return {
    type: 'chart',
    kind: 'candlestick',
    title: `S&P 500, the last ${bars.length} trading days`,
    x: 'date',
    y: ['open', 'high', 'low', 'close'],
    points: bars.map(({ date, open, high, low, close }) => ({ date, open, high, low, close })),
    series: undefined,
  };
}

export function lineChart(bars: readonly Bar[], title = 'S&P 500, daily close since 2000'): ChartSection {
  const points = bars.map(({ date, close }) => ({ date, close }));
  return { type: 'chart', kind: 'line', title, x: 'date', y: ['close'], points, series: undefined };
}

export function twoLines(bars: readonly Bar[]): ChartSection {
  const points = bars.flatMap(({ date, close, low }) => [
    { date, symbol: 'NRTH', close },
    { date, symbol: 'SOLA', close: decimal((Number(low) * 0.62 + 300).toFixed(2)) },
  ]);
  const title = 'NRTH and SOLA compared';
  return { type: 'chart', kind: 'line', title, x: 'date', y: ['close'], points, series: 'symbol' };
}

export function priceTable(bars: readonly Bar[], title = 'Daily prices'): TableSection {
  const right = (name: string, heading: string) =>
    ({ name, title: heading, kind: 'decimal', align: 'right' }) as const;
  return {
    type: 'data_table',
    title,
    columns: [
      { name: 'date', title: 'Date', kind: 'date', align: 'left' },
      { name: 'symbol', title: 'Symbol', kind: 'text', align: 'left' },
      right('open', 'Open'),
      right('high', 'High'),
      right('low', 'Low'),
      right('close', 'Close'),
      right('volume', 'Volume'),
    ],
    rows: bars.map(({ date, open, high, low, close, volume }) => [
      date,
      'S&P 500',
      ...[open, high, low, close].map((price) => printed(price)),
      printed(volume, 0),
    ]),
  };
}

/** A report of the given sections. */
export function modelOf(...sections: ReportModel['sections']): ReportModel {
  return {
    report: 'market-brief',
    title: 'Weekly market brief',
    version: 3,
    newestDate: '2020-12-30',
    sections,
    snapshotSha256: '4f1c9d2e8b7a6053c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b',
  };
}

/** The whole report as a client gets it. */
export function sampleModel({ tableRows = 60, points = 5_283 } = {}): ReportModel {
  const bars = sampleBars(points);
  return modelOf(
    ...sampleCards,
    {
      type: 'text',
      body: 'The index closed the year near its high. All figures are closing prices in US dollars.',
    },
    candlestick(bars.slice(-60)),
    lineChart(bars),
    twoLines(bars.slice(-500)),
    priceTable(bars.slice(-tableRows)),
  );
}
