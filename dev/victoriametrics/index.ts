export { type Cluster, startCluster } from './startCluster';
export { findVictoriaMetrics } from './findVictoriaMetrics';
export { startNode, type VictoriaMetricsNode } from './startNode';
export { type RecordedRequest, type Recorder, startRecorder } from './startRecorder';
