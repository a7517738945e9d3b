export { type Expected, expectedOf, expectedView } from './expected';
export { STORY_POLICY } from './policy';
export { CLUSTER_TENANTS, STORY_METRICS, STORY_TENANTS, type StoryMetric } from './series';
export { type Story, writeStory } from './writeStory';
