/**
 * Label names that VictoriaMetrics sorts to the front of a series, by the place they share. It takes repeated labels out of a
 * series only where they stand next to each other after sorting, and names that share a place do not part: a series that
 * is written as `tenant`, `Tenant`, `tenant` keeps both values of `tenant`.
 *
 * @see https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/lib/storage/metric_name.go
 */
const SHARED_PLACES: ReadonlyArray<readonly string[]> = [
  ...[
    'namespace',
    'ns',
    'datacenter',
    'dc',
    'environment',
    'env',
    'cluster',
    'service',
    'job',
    'model',
    'type',
    'db',
    'instance',
    'host',
    'server',
    'pod',
    'node',
    'device',
    'tenant',
    'client',
    'name',
    'measurement',
  ].map((name) => [name, name.charAt(0).toUpperCase() + name.slice(1)]),
  ['sensor_type', 'Sensor_type', 'SensorType'],
];

const TWINS: ReadonlyMap<string, readonly string[]> = new Map(
  SHARED_PLACES.flatMap((names) => names.map((name) => [name, names.filter((other) => other !== name)] as const))
);

/**
 * The labels by whose help a writer could give a series a second value of a label, beside the one that is stamped on it. A
 * series without them has one value.
 */
export function twinsOf(label: string): readonly string[] {
  return TWINS.get(label) ?? [];
}
