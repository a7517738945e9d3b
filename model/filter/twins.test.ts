import { twinsOf } from './twins';

test.each([
  ['tenant', ['Tenant']],
  ['Env', ['env']],
  ['sensor_type', ['Sensor_type', 'SensorType']],
  ['team', []],
  ['TENANT', []],
  ['__proto__', []],
])('the twins of %s are %j', (label, twins) => {
  expect(twinsOf(label)).toEqual(twins);
});
