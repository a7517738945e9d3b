import type { Configuration } from 'webpack';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config';
import { reportBundle } from './dev/package/reportBundle';

/** Grafana's scaffolded build, which also says what each page loads. */
export default async function config(env: Env): Promise<Configuration> {
  const { plugins = [], ...rest } = await grafanaConfig(env);
  return { ...rest, plugins: [...plugins, reportBundle] };
}
