export { type Cluster, startCluster } from './startCluster';
export { startNode, type VictoriaMetricsNode } from './startNode';
export { type RecordedRequest, type Recorder, startRecorder } from './startRecorder';
