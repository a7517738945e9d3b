import { doubleField, field, fixed64Field, snappy, varint, varintField, zigzag, zstd } from './bytes';

/** One sample with labels as hostile as one likes; a name may stand twice. */
export interface Sample {
  name: string;
  labels: ReadonlyArray<readonly [name: string, value: string]>;
  /** A whole number. */
  value: number;
  /** Milliseconds since the epoch. */
  time: number;
}

/** A protocol by which samples are written. */
export interface WriteFormat {
  name: string;
  /** Path and query in the clients' form. */
  target(sample: Sample): string;
  headers: readonly string[];
  body(sample: Sample): string | Buffer;
  /** False for what VictoriaMetrics 1.79 does not have. */
  old: boolean;
  /** False for what cannot be stamped: VictoriaMetrics does not hold its labels to a length. */
  stampable?: false;
  /** True when the labels stand in the URL. */
  labelsInTarget?: true;
}

const plain = (text: string) => text.replace(/[\r\n]/g, ' ');
const escaped = (text: string) => text.replace(/([\\", =])/g, '\\$1').replace(/[\r\n]/g, ' ');
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', ' ')}"`;
const csv = (text: string) => `"${plain(text).replaceAll('"', '""')}"`;
const segment = (text: string) => (/^[A-Za-z0-9_.:@=-]+$/.test(text) ? text : Buffer.from(text).toString('base64url'));
const utf8 = (text: string) => Buffer.from(text, 'utf8');

/** A label name that a text format can carry; others are left to the binary ones. */
const textName = (name: string) => name.replace(/[^A-Za-z0-9_.:]/g, '_') || '_';

export const FORMATS: readonly WriteFormat[] = [
  {
    name: 'text',
    target: () => '/api/v1/import/prometheus',
    headers: ['Content-Type: text/plain'],
    body: ({ name, labels, value, time }) =>
      utf8(
        `${textName(name)}{${labels.map(([key, one]) => `${textName(key)}=${quoted(one)}`).join(',')}} ${value} ${time}\n`
      ),
    old: true,
  },
  {
    name: 'JSON lines',
    target: () => '/api/v1/import',
    headers: ['Content-Type: application/json'],
    body: ({ name, labels, value, time }) => {
      const pairs = [['__name__', name] as const, ...labels].map(
        ([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`
      );
      return utf8(`{"metric":{${pairs.join(',')}},"values":[${value}],"timestamps":[${time}]}\n`);
    },
    old: true,
  },
  {
    name: 'CSV',
    target: ({ name, labels }) => {
      const columns = labels.map(([key], index) => `${index + 1}:label:${key.replace(/[,:]/g, '_')}`);
      const format = [...columns, `${labels.length + 1}:metric:${textName(name)}`, `${labels.length + 2}:time:unix_ms`];
      return `/api/v1/import/csv?format=${encodeURIComponent(format.join(','))}`;
    },
    headers: ['Content-Type: text/csv'],
    body: ({ labels, value, time }) => utf8([...labels.map(([, one]) => csv(one)), value, time].join(',') + '\n'),
    old: true,
    labelsInTarget: true,
  },
  {
    name: 'native',
    target: () => '/api/v1/import/native',
    headers: ['Content-Type: application/octet-stream'],
    body: (sample) => native(sample, []),
    old: true,
  },
  {
    name: 'native of newer versions',
    target: () => '/api/v1/import/native',
    headers: ['Content-Type: application/octet-stream'],
    body: (sample) => native(sample, [zigzag(BigInt(sample.time)), ALL_BITS]),
    old: false,
  },
  {
    name: 'Pushgateway',
    target: ({ labels }) =>
      `/api/v1/import/prometheus/metrics/job/j${labels.map(([key, one]) => `/${textName(key).replace(/^[^A-Za-z_]/, '_')}${/^[A-Za-z0-9_.:@=-]+$/.test(one) ? '' : '@base64'}/${segment(one) || '='}`).join('')}`,
    headers: ['Content-Type: text/plain'],
    body: ({ name, value, time }) => `${textName(name)} ${value} ${time}\n`,
    old: false,
    labelsInTarget: true,
  },
  {
    name: 'remote write',
    target: () => '/api/v1/write',
    headers: [
      'Content-Type: application/x-protobuf',
      'Content-Encoding: snappy',
      'X-Prometheus-Remote-Write-Version: 0.1.0',
    ],
    body: (sample) => snappy(remoteWrite(sample)),
    old: true,
  },
  {
    name: 'remote write, zstd',
    target: () => '/api/v1/write',
    headers: ['Content-Type: application/x-protobuf', 'Content-Encoding: zstd'],
    body: (sample) => zstd(remoteWrite(sample)),
    old: false,
  },
  {
    name: 'Influx',
    target: () => '/influx/write?precision=ms&db=globex',
    headers: ['Content-Type: text/plain'],
    body: influx,
    old: true,
  },
  {
    name: 'Influx v2',
    target: () => '/influx/api/v2/write?precision=ms&bucket=globex&org=globex',
    headers: ['Content-Type: text/plain'],
    body: influx,
    old: true,
  },
  {
    name: 'Datadog v1',
    target: () => '/datadog/api/v1/series',
    headers: ['Content-Type: application/json'],
    body: ({ name, labels, value, time }) =>
      utf8(
        JSON.stringify({
          series: [
            {
              metric: name,
              points: [[Math.floor(time / 1000), value]],
              host: 'h',
              tags: labels.map(([key, one]) => `${key}:${one}`),
            },
          ],
        })
      ),
    old: true,
  },
  {
    name: 'Datadog v2',
    target: () => '/datadog/api/v2/series',
    headers: ['Content-Type: application/json'],
    body: ({ name, labels, value, time }) =>
      utf8(
        JSON.stringify({
          series: [
            {
              metric: name,
              type: 0,
              points: [{ timestamp: Math.floor(time / 1000), value }],
              resources: labels.map(([type, one]) => ({ type, name: one })),
              tags: labels.map(([key, one]) => `${key}:${one}`),
            },
          ],
        })
      ),
    old: false,
  },
  {
    name: 'Datadog sketches',
    target: () => '/datadog/api/beta/sketches',
    headers: ['Content-Type: application/x-protobuf'],
    body: datadogSketch,
    old: false,
  },
  {
    name: 'OpenTelemetry',
    target: () => '/opentelemetry/v1/metrics',
    headers: ['Content-Type: application/x-protobuf'],
    body: openTelemetry,
    old: false,
  },
  {
    name: 'New Relic',
    target: () => '/newrelic/infra/v2/metrics/events/bulk',
    headers: ['Content-Type: application/json'],
    body: ({ name, labels, value, time }) =>
      utf8(
        JSON.stringify([
          {
            EntityID: 1,
            IsAgent: true,
            Events: [{ eventType: name, timestamp: Math.floor(time / 1000), ...Object.fromEntries(labels), value }],
          },
        ])
      ),
    old: false,
  },
  {
    name: 'Zabbix',
    target: () => '/zabbixconnector/api/v1/history',
    headers: ['Content-Type: application/x-ndjson'],
    body: ({ name, labels, value, time }) =>
      utf8(
        `${JSON.stringify({
          host: { host: 'h', name: 'h' },
          groups: [],
          item_tags: labels.map(([tag, one]) => ({ tag, value: one })),
          itemid: 1,
          name,
          clock: Math.floor(time / 1000),
          ns: (time % 1000) * 1_000_000,
          value,
          type: 3,
        })}\n`
      ),
    old: false,
    stampable: false,
  },
  {
    name: 'OpenTSDB',
    target: () => '/opentsdb/api/put',
    headers: ['Content-Type: application/json'],
    body: ({ name, labels, value, time }) =>
      utf8(
        `[{"metric":${JSON.stringify(name)},"timestamp":${Math.floor(time / 1000)},"value":${value},"tags":{${[
          ['a', 'b'],
          ...labels,
        ]
          .map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`)
          .join(',')}}}]`
      ),
    old: true,
  },
];

function influx({ name, labels, value, time }: Sample): Buffer {
  const tags = labels.map(([key, one]) => `,${escaped(key) || '_'}=${escaped(one) || '_'}`).join('');
  return utf8(`${escaped(name) || 'm'}${tags} v=${value} ${time}\n`);
}

/** @see https://github.com/prometheus/prometheus/blob/main/prompb/remote.proto */
function remoteWrite({ name, labels, value, time }: Sample): Buffer {
  const pairs = [['__name__', name] as const, ...labels].map(([key, one]) => field(1, field(1, key), field(2, one)));
  return field(1, ...pairs, field(2, doubleField(1, value), varintField(2, time)));
}

/**
 * A sketch of one value: its smallest, its largest and its sum.
 *
 * @see https://github.com/DataDog/agent-payload/blob/master/proto/metrics/agent_payload.proto
 */
function datadogSketch({ name, labels, value, time }: Sample): Buffer {
  const [timestamp, count, min, max, average, sum] = [1, 2, 3, 4, 5, 6] as const;
  const point = field(
    7,
    varintField(timestamp, Math.floor(time / 1000)),
    varintField(count, 1),
    ...[min, max, average, sum].map((number) => doubleField(number, value))
  );
  const tags = labels.map(([key, one]) => field(4, `${key}:${one}`));
  return field(1, field(1, name), field(2, 'h'), ...tags, point);
}

/** @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto */
function openTelemetry({ name, labels, value, time }: Sample): Buffer {
  const attribute = (number: number, [key, one]: readonly [string, string]) =>
    field(number, field(1, key), field(2, field(1, one)));
  const point = [
    ...labels.map((label) => attribute(7, label)),
    fixed64Field(3, BigInt(time) * 1_000_000n),
    doubleField(4, value),
  ];
  const metric = field(2, field(1, name), field(5, field(1, ...point)));
  const resource = field(1, ...labels.map((label) => attribute(1, label)));
  return field(1, resource, field(2, metric));
}

const NONE = Buffer.alloc(0);
const ALL_BITS = Buffer.from([64]);

/**
 * VictoriaMetrics' own format: the time range, then for each block the name and labels, and values that are all alike.
 *
 * @param more what newer versions have besides: the latest time, and the bits of a value
 * @see https://docs.victoriametrics.com/victoriametrics/#how-to-import-data-in-native-format
 */
function native({ name, labels, value, time }: Sample, more: readonly Buffer[]): Buffer {
  const [latest = NONE, precision = NONE] = more;
  const range = Buffer.alloc(16);
  range.writeBigInt64BE(BigInt(time) - 1n, 0);
  range.writeBigInt64BE(BigInt(time) + 1n, 8);
  const terminated = (text: string) => Buffer.concat([escapeNative(utf8(text)), Buffer.from([1])]);
  const metric = Buffer.concat([
    terminated(name),
    ...labels.flatMap(([key, one]) => [terminated(key), terminated(one)]),
  ]);
  const same = 3;
  const block = Buffer.concat([
    zigzag(BigInt(time)),
    latest,
    zigzag(BigInt(value)),
    varint(1),
    zigzag(0n),
    Buffer.from([same, same]),
    precision,
    varint(0),
    varint(0),
  ]);
  return Buffer.concat([range, size(metric), metric, size(block), block]);
}

function size(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length;
}

/** The bytes 0, 1 and 2 end keys and values; they stand as 0 and a digit. */
function escapeNative(bytes: Buffer): Buffer {
  return Buffer.from([...bytes].flatMap((byte) => (byte <= 2 ? [0, 0x30 + byte] : [byte])));
}
