import type { Redis } from 'ioredis';

// Redis' own clock is the one that all replicas share. Members of the sorted set are places, scores the ends of their leases.
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

const TAKE = `${NOW}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
`;

const RENEW = `${NOW}
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
`;

/** Scripts for places that are taken for a time; whoever does not renew them loses them. Leases are in milliseconds. */
export interface PlaceScripts {
  /** Answers 1 when the place is taken now, 0 when `most` are taken by others. */
  gatehouseTake(key: string, lease: number, most: number, place: string): Promise<number>;
  gatehouseRenew(key: string, lease: number, ...places: string[]): Promise<null>;
}

/** Teaches a client the scripts. */
export function withPlaceScripts(client: Redis): Redis & PlaceScripts {
  client.defineCommand('gatehouseTake', { numberOfKeys: 1, lua: TAKE });
  client.defineCommand('gatehouseRenew', { numberOfKeys: 1, lua: RENEW });
  return client as Redis & PlaceScripts;
}
