/**
 * Label names to which VictoriaMetrics gives a place at the front of a series, by that place. It takes repeated labels out of a
 * series only where they stand next to each other after sorting, and what shares a place is not sorted further: a series that
 * is written as `tenant`, `Tenant`, `tenant` keeps both values of `tenant`. So does one with a label whose name is the
 * place itself in between.
 *
 * @see https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/lib/storage/metric_name.go
 */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  '\0\0\x00': ['namespace', 'Namespace'],
  '\0\0\x01': ['ns', 'Ns'],
  '\0\0\x08': ['datacenter', 'Datacenter'],
  '\0\0\x09': ['dc', 'Dc'],
  '\0\0\x0c': ['environment', 'Environment'],
  '\0\0\x0d': ['env', 'Env'],
  '\0\0\x10': ['cluster', 'Cluster'],
  '\0\0\x18': ['service', 'Service'],
  '\0\0\x20': ['job', 'Job'],
  '\0\0\x28': ['model', 'Model'],
  '\0\0\x30': ['type', 'Type'],
  '\0\0\x38': ['sensor_type', 'Sensor_type', 'SensorType'],
  '\0\0\x40': ['db', 'Db'],
  '\0\x01\x00': ['instance', 'Instance'],
  '\0\x01\x08': ['host', 'Host'],
  '\0\x01\x10': ['server', 'Server'],
  '\0\x01\x18': ['pod', 'Pod'],
  '\0\x01\x20': ['node', 'Node'],
  '\0\x01\x28': ['device', 'Device'],
  '\0\x01\x30': ['tenant', 'Tenant'],
  '\0\x01\x38': ['client', 'Client'],
  '\0\x01\x40': ['name', 'Name'],
  '\0\x01\x48': ['measurement', 'Measurement'],
};

const TWINS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(PLACES).flatMap(([place, names]) =>
    names.map((name) => [name, [...names.filter((other) => other !== name), place]] as const)
  )
);

/**
 * The labels by whose help a writer could give a series a second value of a label, beside the one that is stamped on it. A
 * series without them has one value. The last of them is a name of control characters.
 */
export function twinsOf(label: string): readonly string[] {
  return TWINS.get(label) ?? [];
}
