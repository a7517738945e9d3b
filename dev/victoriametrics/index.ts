export { type Cluster, startCluster } from './startCluster';
export { startNode, type VictoriaMetricsNode } from './startNode';
export { isCheck, type RecordedRequest, startRecorder } from './startRecorder';
