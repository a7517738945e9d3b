import { twinsOf } from './twins';

test.each([
  ['tenant', ['Tenant', '\0\x010']],
  ['Env', ['env', '\0\0\r']],
  ['sensor_type', ['Sensor_type', 'SensorType', '\0\x008']],
  ['team', []],
  ['TENANT', []],
  ['__proto__', []],
])('the twins of %s are %j', (label, twins) => {
  expect(twinsOf(label)).toEqual(twins);
});
