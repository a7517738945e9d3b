import React from 'react';
import { PageFrame } from '../ui/PageFrame';

export function ActivityPage() {
  return <PageFrame page="activity">{null}</PageFrame>;
}
